package org.gqvae.jobs;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.iterable.S3Objects;
import com.amazonaws.services.s3.model.S3ObjectSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that speaks the protocol of Amazon S3 on 127.0.0.1: a process of its own that checks
 * signatures and holds one bucket in memory.
 */
final class S3Server implements AutoCloseable {
  static final String ACCESS_KEY = "reader-and-writer";
  static final String SECRET_KEY = "only-they-know-this";

  private static final Path JAR =
      Path.of(System.getProperty("gqvae.home"), "jobs/target/s3proxy/s3proxy.jar");
  private static final Pattern ADDRESS = Pattern.compile("Started ServerConnector.*\\{(127.*?)}");
  private static final String BUCKET = "texts";
  private static final int SECONDS = 60;

  private final Process process;
  private final String endpoint;
  private final AmazonS3 client;

  private S3Server(Process process, String endpoint) {
    this.process = process;
    this.endpoint = endpoint;
    this.client =
        AmazonS3ClientBuilder.standard()
            .withPathStyleAccessEnabled(true)
            .withEndpointConfiguration(new EndpointConfiguration(endpoint, "us-east-1"))
            .withCredentials(
                new AWSStaticCredentialsProvider(new BasicAWSCredentials(ACCESS_KEY, SECRET_KEY)))
            .build();
  }

  /** Starts a server that keeps its log in a directory. */
  static S3Server start(Path directory) throws IOException, InterruptedException {
    Path log = directory.resolve("s3.log");
    Path properties =
        Files.write(
            directory.resolve("s3.properties"),
            List.of(
                "s3proxy.endpoint=http://127.0.0.1:0",
                "s3proxy.authorization=aws-v4",
                "s3proxy.identity=" + ACCESS_KEY,
                "s3proxy.credential=" + SECRET_KEY,
                "s3proxy.ignore-unknown-headers=true", // checksums of newer SDKs
                "jclouds.provider=transient",
                "jclouds.identity=nobody",
                "jclouds.credential=nothing"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString(),
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    Matcher address = ADDRESS.matcher("");
    while (!address.reset(Files.readString(log)).find()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IllegalStateException("No server of S3: " + Files.readString(log));
      }
      Thread.sleep(50);
    }
    S3Server server = new S3Server(process, "http://" + address.group(1));
    server.client.createBucket(BUCKET);
    return server;
  }

  /** {@code s3a://BUCKET}. */
  static String root() {
    return "s3a://" + BUCKET;
  }

  /** What Hadoop must know to find it, without the keys. */
  Map<String, String> settings() {
    return Map.of(
        "fs.s3a.endpoint",
        endpoint,
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.connection.ssl.enabled",
        "false");
  }

  /** The bytes of all objects whose names begin so, by name. */
  SortedMap<String, Long> objects(String prefix) {
    SortedMap<String, Long> objects = new TreeMap<>();
    for (S3ObjectSummary object : S3Objects.withPrefix(client, BUCKET, prefix)) {
      objects.put(object.getKey(), object.getSize());
    }
    return objects;
  }

  @Override
  public void close() throws InterruptedException {
    client.shutdown();
    process.destroyForcibly().waitFor();
  }
}
