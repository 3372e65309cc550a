import HTTPTypes
import Hummingbird
import Ledger
import LedgerAPI
import LedgerReplay
import LedgerStore
import NIOCore
import ServiceLifecycle

extension API {
    /// The whole chain up to now in the archive format.
    func archive(_ call: Call) throws -> Response {
        _ = try call.accepted([.octets])
        let place: ClientPlaces.Place
        do throws(ClientPlaces.NoPlace) {
            place = try gate.archives.take(for: call.context.channel.remoteAddress)
        } catch {
            let detail =
                switch error {
                case .all(let limit): "\(limit) archives are being sent already"
                case .client(let client, let limit):
                    "\(limit) archives are being sent to \(client) already, and \(limit) to one address may"
                }
            throw ProblemView.unavailable(detail, retryAfter: 60)
        }
        let (blocks, last) = (try store.blocks(), hub.published)
        let genesis = genesis
        let body = ResponseBody { writer in
            var source = blocks
            var height: UInt64 = 0
            var hash = chain
            try await writer.write(ByteBuffer(bytes: ArchiveFormat.start(genesis)))
            while height < last, let bytes = try source.next() {
                var decoder = CanonicalDecoder(bytes)
                hash = try BlockHeader(from: &decoder).hash
                height += 1
                try await writer.write(ByteBuffer(bytes: ArchiveFormat.frame(bytes)))
            }
            try await writer.write(ByteBuffer(bytes: ArchiveFormat.end(height: height, hash: hash)))
            try await writer.finish(nil)
            withExtendedLifetime(place) {}
        }
        return Response(status: .ok, headers: [.contentType: MediaKind.octets.rawValue], body: body)
    }
}
