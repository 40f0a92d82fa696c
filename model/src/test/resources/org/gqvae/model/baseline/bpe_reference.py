#!/usr/bin/env python3
"""Textbook byte-pair encoding, slow and plain: writes bpe_words.tsv, bpe_merges.tsv and bpe_tokens.tsv beside itself.

bpe_words.tsv   word, count       what is trained on
bpe_merges.tsv  token             in the order in which they are learned
bpe_tokens.tsv  word, tokens...   words, some of them not trained on, as the merges encode them

Bytes 0x21..0x7E but the backslash stand as they are, all else as \\xNN.
"""
import collections
import os

TEXT = """The cook took a look at the book, and the book said: took, took, cookie! Nobody booked a cookbook in Brookwood;
nobody ever would. But the woodcutter, who cut wood where the wood was good, could cut a good cord of wood an hour, and he
understood the cookbook. Banana, ananas, nana, ana! "Aaaa," said the banana, "aaaaaa, aaaaaaaaaaa." So the cook's brother
cooked. He'd cook one-two-three soups: pea soup, bean soup, soup of the evening, 1001 soups, 2002 soups, 20022002 soups.
Der Koch kochte köstliche Küchlein, große Größen, übergroße Brötchen. Le garçon mangeait du gâteau à l'été. Повар варил
вареники, варил и варил. 日本の日本語 日本 日本語。 The end, the end, the endless endings end; then the ending of the endings
ended. She sells sea shells; the shells she sells are sea shells, she says. abcabcabc bcabcabca cabcab abcbc bcbc abab baba"""
UNSEEN = "cooking unbooked woods aaaaaaa bananas shellfish Kochbuch варенье 日本人 xyz zzzz 12002 abcbcabc anananana é ß \x00\x01".split(" ")
MERGES = 160
MAX_BYTES = 16


def encode(word, ranks):
    tokens = [bytes([b]) for b in word]
    while True:
        pairs = [(ranks[a + b], i) for i, (a, b) in enumerate(zip(tokens, tokens[1:])) if a + b in ranks]
        if not pairs:
            return tokens
        _, i = min(pairs)
        tokens[i:i + 2] = [tokens[i] + tokens[i + 1]]


def train(words, merges):
    ranks = {}
    while len(ranks) < merges:
        counts = collections.Counter()
        for word, count in words.items():
            tokens = encode(word, ranks)
            for a, b in zip(tokens, tokens[1:]):
                counts[a + b] += count
        if not counts:
            break
        best = min(counts, key=lambda token: (-counts[token], token))
        assert best not in ranks
        ranks[best] = len(ranks)
    return ranks


def escape(word):
    return "".join(chr(b) if 0x21 <= b <= 0x7E and b != 0x5C else "\\x%02x" % b for b in word)


def write(name, rows):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "w", encoding="ascii") as file:
        for row in rows:
            file.write("\t".join(row) + "\n")


def main():
    # Words are cut anyhow here: a trainer takes what it is given.
    words = collections.Counter((" " + word).encode()[:MAX_BYTES] for word in TEXT.split())
    ranks = train(words, MERGES)
    unseen = [word.encode()[:MAX_BYTES] for word in UNSEEN] + [bytes(range(0xF0, 0x100))]
    write("bpe_words.tsv", [[escape(word), str(count)] for word, count in sorted(words.items())])
    write("bpe_merges.tsv", [[escape(token)] for token in ranks])
    write("bpe_tokens.tsv", [[escape(word)] + [escape(t) for t in encode(word, ranks)] for word in sorted(words) + unseen])


if __name__ == "__main__":
    main()
