package org.gqvae.io.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keeps passwords, keys and tokens out of what is written and told. */
public final class Secrets {
  /** What stands in place of a secret. */
  public static final String REDACTED = "(redacted)";

  /** In a key or a value. Of this project's own keys some speak of tokens that are none. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)secret|passw(or)?d|passphrase|credential|signature|[?&]sig="
              + "|(?<!seed-)token(?!iz|-bytes|s-per-row)"
              + "|(api|access|account|private|encryption)[._-]?key(?![._-]?size)");

  private static final Pattern SECRET_KEY = Pattern.compile("(?i)[._-](key|pwd|pass)$");

  /** Variables of an environment may be called anything. */
  private static final Pattern ENVIRONMENT =
      Pattern.compile(
          "spark\\.(executorEnv|yarn\\.appMasterEnv|kubernetes\\.driverEnv)\\.(?!OMP_NUM_THREADS$).*");

  /** Of {@code https://user:password@host}; no container of {@code abfss://container@account}. */
  private static final Pattern USER_INFO =
      Pattern.compile("(?i)(?<=://)[^/\\s@]*:[^/\\s@]*(?=@)|(?<=https?://)[^/\\s@]+(?=@)");

  private Secrets() {}

  /** The settings, in the order of their keys, without the values of those that look secret. */
  public static Map<String, String> redacted(Map<String, String> settings) {
    Map<String, String> redacted = new TreeMap<>(settings);
    redacted.replaceAll(Secrets::redacted);
    return redacted;
  }

  /** A setting's value, unless key or value look secret. */
  public static String redacted(String key, String value) {
    boolean isSecret =
        SECRET.matcher(key).find()
            || SECRET_KEY.matcher(key).find()
            || ENVIRONMENT.matcher(key).matches()
            || SECRET.matcher(value).find()
            || USER_INFO.matcher(value).find();
    return isSecret ? REDACTED : value;
  }

  /** A message without the passwords in its addresses. */
  public static String withoutUserInfo(String message) {
    return USER_INFO.matcher(message).replaceAll(REDACTED);
  }
}
