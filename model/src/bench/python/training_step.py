"""The training step of the benchmark TrainingStep in PyTorch: the same batch, shapes, losses and AMSGrad, on one thread.

Words lie end to end, (P, D), as in the Java network; only attention sees them padded to the longest word, because that is how
PyTorch batches it. Convolutions go tap by tap over the positions that have the neighbour, which is a tenth faster than Conv1d
over padded words. Prints running words a second of CPU time, over all steps behind the warm-up.

    OMP_NUM_THREADS=1 python3 training_step.py --words ../../../target/training-step-words.txt --width 128
"""

import argparse
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

TOKEN_BYTES, CODES, WORD_BYTES, SYMBOLS = 10, 2000, 16, 256


class Batch:
    """Distinct words with counts, packed: P positions."""

    def __init__(self, path):
        rows = [line.split() for line in open(path)]
        words = [bytes.fromhex(word) for word, _ in rows]
        counts = [int(count) for _, count in rows]
        total = sum(count * len(word) for word, count in zip(words, counts))
        self.running_words = sum(counts)
        self.words, self.longest = len(words), max(map(len, words))
        self.symbols = torch.tensor([s for word in words for s in word])
        self.offsets = torch.tensor([t for word in words for t in range(len(word))])
        self.weights = torch.tensor([count / total for word, count in zip(words, counts) for _ in word])
        word_of = torch.tensor([w for w, word in enumerate(words) for _ in word])
        self.padded = word_of * self.longest + self.offsets  # (P) where a position stands among words x longest
        present = torch.zeros(self.words * self.longest, dtype=torch.bool)
        present[self.padded] = True
        self.present = present.view(self.words, self.longest)
        lengths = torch.tensor([len(word) for word in words])
        self.lengths = lengths[word_of]
        self.ends = self.offsets + 1 == self.lengths
        self.found = {}
        self.reaching = [torch.nonzero(self.offsets >= j)[:, 0] for j in range(TOKEN_BYTES)]

    def neighbours(self, distance):
        """Positions with one so far to their right within the word, and those."""
        if distance not in self.found:
            there = self.offsets + distance
            rows = torch.nonzero((there >= 0) & (there < self.lengths))[:, 0]
            self.found[distance] = rows, rows + distance
        return self.found[distance]

    def pad(self, x):  # (P, n) -> (words, longest, n)
        return x.new_zeros(self.words * self.longest, x.shape[1]).index_copy(0, self.padded, x).view(
            self.words, self.longest, -1)

    def pack(self, x):  # (words, longest, n) -> (P, n)
        return x.reshape(self.words * self.longest, -1)[self.padded]


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5) * self.gain


def feed_forward(width):
    return nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(approximate="tanh"), nn.Linear(4 * width, width))


class Convolution(nn.Module):
    """A convolution within each word, tap by tap over the positions that have the neighbour."""

    def __init__(self, inputs, outputs, taps):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(taps, inputs, outputs) / (taps * inputs) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x, batch):
        y = self.bias.expand(len(x), -1)
        for tap, weight in enumerate(self.weight):
            rows, sources = batch.neighbours(tap - (len(self.weight) - 1) // 2)
            if len(rows) > 0:
                y = y.index_add(0, rows, x[sources] @ weight)
        return y


class Block(nn.Module):
    """Pre-norm transformer block; attention within each word."""

    def __init__(self, width, heads, norm, alibi):
        super().__init__()
        self.heads = heads
        self.attention_norm, self.norm = norm(width), norm(width)
        self.project, self.mix = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed_forward = feed_forward(width)
        self.slopes = torch.tensor([2 ** (-8 * (h + 1) / heads) * alibi for h in range(heads)])

    def forward(self, x, batch):
        t = torch.arange(batch.longest)
        bias = -self.slopes[:, None, None] * (t[:, None] - t).abs()
        bias = bias + torch.where(batch.present, 0.0, -torch.inf)[:, None, None, :]
        q, k, v = (
            batch.pad(self.project(self.attention_norm(x)))
            .view(batch.words, batch.longest, 3, self.heads, -1)
            .permute(2, 0, 3, 1, 4))
        shares = (q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5 + bias).softmax(-1)
        x = x + self.mix(batch.pack((shares @ v).transpose(1, 2)))
        return x + self.feed_forward(self.norm(x))


class Network(nn.Module):
    def __init__(self, width):
        super().__init__()
        heads = width // 32
        self.embedding, self.positions = nn.Embedding(SYMBOLS, width), nn.Embedding(WORD_BYTES, width)
        self.encoder = nn.ModuleList(Block(width, heads, nn.LayerNorm, 0) for _ in range(4))
        self.encoder_output = nn.Sequential(nn.LayerNorm(width), feed_forward(width))
        self.gater = nn.ModuleList(Block(width, heads, RmsNorm, 1) for _ in range(2))
        self.gater_norm = RmsNorm(width)
        k = TOKEN_BYTES
        self.convolutions = nn.ModuleList([
            Convolution(width, width // 2, 2 * k),
            Convolution(width // 2, width // 4, 3 * k // 2),
            Convolution(width // 4, 1, k)])
        self.decoder = nn.ModuleList(nn.Sequential(nn.LayerNorm(width), feed_forward(width)) for _ in range(4))
        self.slots = nn.ModuleList(nn.Linear(width, SYMBOLS) for _ in range(k))
        self.lengths = nn.Linear(width, k)
        self.shares, self.sums = torch.ones(CODES), torch.randn(CODES, width)

    def quantize(self, z, weights):
        with torch.no_grad():
            codes = self.sums / self.shares[:, None]
            nearest = (z @ codes.T).mul_(-2).add_(codes.square().sum(1)).argmin(1)
            self.shares.mul_(0.99).index_add_(0, nearest, 0.01 * weights)
            self.sums.mul_(0.99).index_add_(0, nearest, 0.01 * weights[:, None] * z)
            quantized = codes[nearest]
        commitment = 0.25 * (weights * (quantized - z).square().mean(1)).sum()
        return z + (quantized - z).detach(), commitment

    def gates(self, z, batch):
        for block in self.gater:
            z = block(z, batch)
        x = self.gater_norm(z)
        x = F.gelu(self.convolutions[0](x, batch), approximate="tanh")
        x = F.gelu(self.convolutions[1](x, batch), approximate="tanh")
        scores = self.convolutions[2](x, batch)[:, 0]
        return torch.where(batch.ends, 1.0, scores.sigmoid())

    def forward(self, batch):
        z = self.embedding(batch.symbols) + self.positions(batch.offsets)
        for block in self.encoder:
            z = block(z, batch)
        z = self.encoder_output(z)
        quantized, commitment = self.quantize(z, batch.weights)
        gates = self.gates(z, batch)
        mask = [torch.ones_like(gates)]  # m[t][j], a (P) for each j
        for j in range(1, TOKEN_BYTES):
            left = F.pad(1 - gates, (j, 0))[: len(gates)]
            mask.append(torch.where(batch.offsets >= j, mask[-1] * left, 0.0))
        h = quantized
        for block in self.decoder:
            h = h + block(h)
        reconstruction = 0
        for j, rows in enumerate(batch.reaching):
            cross_entropy = F.cross_entropy(self.slots[j](h[rows]), batch.symbols[rows - j], reduction="none")
            reconstruction = reconstruction + (batch.weights[rows] * mask[j][rows] * cross_entropy).sum()
        share = self.lengths(h).softmax(1)
        longer = share.flip(1).cumsum(1).flip(1)[:, 1:].clamp_min(1e-30)
        shorter = share.cumsum(1)[:, :-1].clamp_min(1e-30)
        m = torch.stack(mask[1:], 1)
        entropy = -(m * longer.log() + (1 - m) * shorter.log()).sum(1)
        masking = (batch.weights * gates.detach() * entropy).sum()
        return reconstruction + 10 * (batch.weights * gates).sum() + masking + commitment


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--words", required=True)
    arguments.add_argument("--width", type=int, required=True)
    arguments.add_argument("--steps", type=int, default=10)
    arguments.add_argument("--warmup", type=int, default=3)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    torch.set_flush_denormal(True)
    batch, network = Batch(options.words), Network(options.width)
    decayed = [p for p in network.parameters() if p.dim() > 1]
    others = [p for p in network.parameters() if p.dim() == 1]
    optimizer = torch.optim.Adam(
        [{"params": decayed, "weight_decay": 1e-4}, {"params": others}], lr=2e-3, amsgrad=True, foreach=True)
    seconds = []
    for _ in range(options.warmup + options.steps):
        start = time.process_time()
        optimizer.zero_grad(set_to_none=True)
        network(batch).backward()
        optimizer.step()
        seconds.append(time.process_time() - start)
    seconds = seconds[options.warmup :]
    print(f"{batch.running_words / statistics.mean(seconds):.0f}")


if __name__ == "__main__":
    main()
