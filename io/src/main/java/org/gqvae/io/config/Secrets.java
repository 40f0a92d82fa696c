package org.gqvae.io.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keeps passwords, keys and tokens out of what is written and told. */
public final class Secrets {
  /** What stands in place of a secret. */
  public static final String REDACTED = "(redacted)";

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)secret|passw(or)?d|passphrase|credential|(?<![a-z])token(?!iz)|api[._-]?key"
              + "|access[._-]?key|account[._-]?key|private[._-]?key|://[^/\\s@]*:[^/\\s@]*@");

  private Secrets() {}

  /** The settings, in the order of their keys, without the values of those that look secret. */
  public static Map<String, String> redacted(Map<String, String> settings) {
    Map<String, String> redacted = new TreeMap<>(settings);
    redacted.replaceAll(Secrets::redacted);
    return redacted;
  }

  /** A setting's value, unless key or value look secret. */
  public static String redacted(String key, String value) {
    return SECRET.matcher(key).find() || SECRET.matcher(value).find() ? REDACTED : value;
  }
}
