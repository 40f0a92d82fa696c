package org.gqvae.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The addresses at which a process of this machine takes connections, as Linux tells in /proc. */
final class ListeningSockets {
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENING = "0A";

  private ListeningSockets() {}

  static List<InetAddress> of(ProcessHandle process) throws IOException {
    Path proc = Path.of("/proc/" + process.pid());
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          sockets.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : Files.readAllLines(proc.resolve(table))) {
        String[] words = line.strip().split("\\s+");
        if (words[STATE].equals(LISTENING) && sockets.contains("socket:[" + words[INODE] + "]")) {
          addresses.add(address(words[LOCAL_ADDRESS]));
        }
      }
    }
    return addresses;
  }

  /** Reads an address such as 0100007F:1F90: words of four bytes, the last byte first. */
  private static InetAddress address(String hexAndPort) throws UnknownHostException {
    byte[] bytes = HexFormat.of().parseHex(hexAndPort, 0, hexAndPort.indexOf(':'));
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer address = ByteBuffer.allocate(bytes.length);
    while (words.hasRemaining()) {
      address.putInt(words.getInt());
    }
    return InetAddress.getByAddress(address.array());
  }
}
