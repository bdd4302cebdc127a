package org.mainmemory.core.examples;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;

/** Serves the files of a folder over HTTP/1.1: GET and HEAD, connections that stay open, pipelining. */
public final class HttpFileServer implements FiberProtocol {

    private static final int MOST_HEADERS = 100;
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css", "text/css",
            "txt", "text/plain; charset=utf-8", "js", "text/javascript", "png", "image/png", "jpg", "image/jpeg");

    private final Path root;

    /** A server of the files below {@code root}. */
    public HttpFileServer(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    @Override
    public void serve(FiberConnection client) throws Exception {
        client.setTimeout(Duration.ofSeconds(30));
        boolean stays = true;
        for (String line = client.readLine(); line != null && stays; line = stays ? client.readLine() : null) {
            String[] request = line.split(" ");
            if (request.length != 3 || !request[2].startsWith("HTTP/1.")) {
                client.write(header("400 Bad Request", "text/plain", 0, false));
                return;
            }
            stays = readHeaders(client, request[2].equals("HTTP/1.1")) && request[0].matches("GET|HEAD");
            answer(client, request[0], request[1], stays);
        }
    }

    /** Answers whether the connection stays open. */
    private static boolean readHeaders(FiberConnection client, boolean stays) throws Exception {
        boolean result = stays;
        String header = client.readLine();
        for (int count = 0; header != null && !header.isEmpty(); header = client.readLine()) {
            if (++count > MOST_HEADERS) {
                throw new IOException("too many headers");
            }
            if (header.regionMatches(true, 0, "Connection:", 0, 11)) {
                String wish = header.toLowerCase(Locale.ROOT);
                result = stays ? !wish.contains("close") : wish.contains("keep-alive");
            }
        }
        return result && header != null;
    }

    private void answer(FiberConnection client, String method, String target, boolean stays) throws Exception {
        Path file = find(target);
        if (!method.matches("GET|HEAD") || file == null) {
            String status = file == null ? "404 Not Found" : "405 Method Not Allowed";
            client.write(header(status, "text/plain", 0, stays));
            return;
        }
        try (FileChannel content = FileChannel.open(file)) {
            long size = content.size();
            String type = TYPES.getOrDefault(file.toString().replaceAll(".*\\.", ""), "application/octet-stream");
            client.write(header("200 OK", type, size, stays));
            if (method.equals("GET") && client.write(content, size) < size) {
                throw new IOException(file + " became shorter");
            }
        }
    }

    private Path find(String target) throws IOException {
        try {
            Path file = root.resolve("." + target.replaceAll("[?#].*", "")).normalize();
            file = Files.isDirectory(file) ? file.resolve("index.html") : file;
            return Files.isRegularFile(file) && file.toRealPath().startsWith(root) ? file : null;
        } catch (InvalidPathException noPath) {
            return null;
        }
    }

    private static String header(String status, String type, long size, boolean stays) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + size
                + "\r\nConnection: " + (stays ? "keep-alive" : "close") + "\r\n\r\n";
    }

    /** {@code HttpFileServer PORT FOLDER}, until a line comes in on standard input. */
    public static void main(String[] arguments) throws Exception {
        Examples.serve(arguments[0], 1, new HttpFileServer(Path.of(arguments[1])));
    }
}
