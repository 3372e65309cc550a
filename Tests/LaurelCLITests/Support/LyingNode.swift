import Foundation
import LedgerTesting

/// A node between a client and a real node. It passes everything on, with some texts of some answers changed.
final class LyingNode: Sendable {
    /// A text in the answers of a path, and what stands there instead.
    struct Lie {
        let path: String
        let truth: String
        let lie: String
    }

    let url: String
    private let process: TalkingChild
    private let lies: String

    private static let program = #"""
        import json, sys, urllib.error, urllib.request
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        target, lies = sys.argv[1], sys.argv[2]
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *arguments): pass
            def answer(self):
                length = int(self.headers.get("content-length") or 0)
                kept = {k: v for k, v in self.headers.items() if k.lower() in ("content-type", "accept")}
                request = urllib.request.Request(target + self.path, self.rfile.read(length) or None, kept, method=self.command)
                try: response = urllib.request.urlopen(request)
                except urllib.error.HTTPError as error: response = error
                body = response.read()
                for path, truth, lie in json.load(open(lies)):
                    if self.path.startswith(path): body = body.replace(truth.encode(), lie.encode())
                self.send_response(response.status)
                self.send_header("content-type", response.headers["content-type"])
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            do_GET = do_POST = answer
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
        server.serve_forever()
        """#

    init(_ home: Home, before node: NodeProcess, _ lies: [Lie] = []) throws {
        self.lies = home.path("lies-\(UUID().uuidString)")
        try Self.write(lies, to: self.lies)
        process = try TalkingChild(
            "python3", ["-c", Self.program, node.url, self.lies], environment: Child.ownEnvironment,
            folder: home.folder, errors: home.path("lies.log"))
        url = process.line() ?? ""
    }

    deinit { process.process.send(SIGKILL) }

    /// From now on it tells these lies.
    func tell(_ lies: [Lie]) throws { try Self.write(lies, to: self.lies) }

    private static func write(_ lies: [Lie], to path: String) throws {
        let rows = lies.map { [$0.path, $0.truth, $0.lie] }
        try JSONSerialization.data(withJSONObject: rows).write(to: URL(filePath: path), options: .atomic)
    }
}
