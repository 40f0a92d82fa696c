package org.gqvae.jobs.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.gqvae.io.artifact.TokenizerArtifact;
import org.gqvae.io.failure.UsageException;
import org.gqvae.jobs.cli.NamedDirectories;
import org.gqvae.jobs.tokenize.Tokenizers;
import org.gqvae.model.text.PreTokenizer;
import org.gqvae.model.tokenizer.Policy;
import org.gqvae.model.vocabulary.Vocabulary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tokenizer under one policy, as it enters a comparison.
 *
 * @param name what readers call it
 * @param tokenizer its place in the list of tokenizers
 * @param directory the same on every machine
 */
public record Contender(String name, int tokenizer, String directory, TokenizerArtifact artifact) {
  private static final Logger LOG = LoggerFactory.getLogger(Contender.class);

  /**
   * Reads tokenizers: each by its own policy and, where its network encodes, by that behind it.
   *
   * @throws UsageException when one is missing or damaged
   */
  static List<Contender> read(NamedDirectories tokenizers, Configuration hadoop) {
    List<Contender> contenders = new ArrayList<>();
    for (int i = 0; i < tokenizers.names().size(); i++) {
      String directory = Tokenizers.qualified(tokenizers.directories().get(i), hadoop);
      Contender own =
          new Contender(
              tokenizers.names().get(i),
              i,
              directory,
              Tokenizers.read(directory, Optional.empty(), hadoop));
      contenders.add(own);
      own.byNetwork(hadoop).ifPresent(contenders::add);
    }
    return contenders;
  }

  /** What the network of a tokenizer or of a group of them is called. */
  static String neuralName(String name) {
    return name + " (neural)";
  }

  public Vocabulary vocabulary() {
    return artifact.vocabulary();
  }

  public PreTokenizer preTokenizer() {
    return artifact.manifest().preTokenizer();
  }

  private Optional<Contender> byNetwork(Configuration hadoop) {
    if (artifact.network().isEmpty() || artifact.manifest().policy() == Policy.NEURAL) {
      return Optional.empty();
    }
    try {
      TokenizerArtifact neural = Tokenizers.read(directory, Optional.of(Policy.NEURAL), hadoop);
      return Optional.of(new Contender(neuralName(name), tokenizer, directory, neural));
    } catch (UsageException e) {
      LOG.warn("{} is not compared by its network: {}", name, e.getMessage());
      return Optional.empty();
    }
  }
}
