import Foundation
import LedgerTesting

/// The road between a client and a node, on which submissions are held up, lost or answered by somebody else, in an order that the test
/// says. All else passes.
final class FaultyRoad: Sendable {
    /// What befalls one submission.
    enum Fault: String {
        case pass
        /// It does not arrive, and nothing comes back; the road says `withhold`.
        case withhold
        /// It arrives, and nothing comes back; the road says `hold`.
        case hold
        /// It arrives, and the connection ends without an answer.
        case drop
        /// It does not arrive, and the connection ends without an answer.
        case lose
        /// A busy node's answer: 503, to come back in a second.
        case busy
        /// The answer of a node that says that its number is used up.
        case refuse
        /// The road says `stop`, waits for ``go(to:)``, and ends the connection. Later requests go to the new node.
        case stop
    }

    let url: String
    private let process: TalkingChild
    private let (faults, target): (String, String)

    private static let program = #"""
        import json, os, sys, threading, time, urllib.error, urllib.request
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        faults, target = sys.argv[1], sys.argv[2]
        lock = threading.Lock()
        def next_fault():
            with lock:
                rest = json.load(open(faults))
                json.dump(rest[1:], open(faults, "w"))
                return rest[0] if rest else "pass"
        def say(word): print(word, flush=True)
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *arguments): pass
            def forward(self, body):
                kept = {k: v for k, v in self.headers.items() if k.lower() in ("content-type", "accept")}
                request = urllib.request.Request(open(target).read() + self.path, body or None, kept, method=self.command)
                try: response = urllib.request.urlopen(request)
                except urllib.error.HTTPError as error: response = error
                return response.status, response.headers["content-type"], response.headers["retry-after"], response.read()
            def reply(self, status, kind, retry, body):
                self.send_response(status); self.send_header("content-type", kind)
                if retry: self.send_header("retry-after", retry)
                self.send_header("content-length", str(len(body))); self.end_headers(); self.wfile.write(body)
            def problem(self, status, retry, **more):
                body = dict(more, type="urn:laurel:problem:" + more["rule"], title="t", status=status)
                if retry: body["retryAfter"] = int(retry)
                self.reply(status, "application/problem+json", retry, json.dumps(body).encode())
            def end(self): self.close_connection = True; self.connection.shutdown(2)
            def answer(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                submits = self.command == "POST" and self.path.startswith("/v1/transactions")
                fault = next_fault() if submits else "pass"
                if fault in ("pass", "hold", "drop"):
                    try: answer = self.forward(body)
                    except (OSError, urllib.error.URLError): return self.end()
                if fault == "pass": return self.reply(*answer)
                if fault in ("drop", "lose"): return self.end()
                if fault == "busy": return self.problem(503, "1", rule="busy", detail="the node has its hands full")
                if fault == "refuse":
                    return self.problem(409, None, rule="wrongSequence", code=23, detail="used up", facts={"got": "0", "expected": "1"})
                before = open(target).read()
                say(fault)
                while fault != "stop" or open(target).read() == before: time.sleep(0.02)
                self.end()
            do_GET = do_POST = answer
        class Server(ThreadingHTTPServer):
            daemon_threads = True
            def handle_error(self, *_): pass
        server = Server(("127.0.0.1", 0), Handler)
        say(f"http://127.0.0.1:{server.server_address[1]}")
        server.serve_forever()
        """#

    init(_ home: Home, to node: NodeProcess) throws {
        (faults, target) = (home.path("faults-\(UUID().uuidString)"), home.path("target-\(UUID().uuidString)"))
        try Data("[]".utf8).write(to: URL(filePath: faults))
        try Data(node.url.utf8).write(to: URL(filePath: target))
        process = try TalkingChild(
            "python3", ["-c", Self.program, faults, target], environment: Child.ownEnvironment, folder: home.folder,
            errors: home.path("road.log"))
        url = process.line() ?? ""
    }

    deinit { process.process.send(SIGKILL) }

    /// What befalls the next submissions, one after the other; those after them pass.
    func meet(_ faults: Fault...) throws {
        try JSONSerialization.data(withJSONObject: faults.map(\.rawValue)).write(
            to: URL(filePath: self.faults), options: .atomic)
    }

    /// From now on it leads to another node.
    func go(to node: NodeProcess) throws {
        try Data(node.url.utf8).write(to: URL(filePath: target), options: .atomic)
    }

    /// Waits until a submission is held up: how.
    func said() async -> String? { await aside { [process] in process.line() } }
}
