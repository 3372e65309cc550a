import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Ledger
import LedgerCrypto
import LedgerFiles
package import LedgerStore
import Logging
import NIOCore
import NIOSSL
package import ServiceLifecycle
package import UnixSignals

/// A node: the only writer of a ledger, and its HTTP API.
package struct LedgerNode: Sendable {
    package let store: LedgerStore
    package let engine: Engine
    package let hub = EventHub()
    private let configuration: NodeConfiguration
    package let builder: BlockBuilder

    /// Opens the ledger and makes sure that going on from it contradicts nothing that was published.
    ///
    /// - Throws: ``StoreError``, ``GuardFault``, ``ClockFault``, ``StartFault``, ``FileError``.
    package init(_ configuration: NodeConfiguration) throws {
        let store = try LedgerStore.open(
            at: configuration.directory, access: .readWrite, logPages: configuration.logPages)
        let state = try store.loadState()
        let (chain, height, head) = (state.chainID, state.height, state.head)
        guard state.policy.producers.contains(configuration.producer.publicKey) else {
            throw StartFault.notAProducer(configuration.producer.publicKey, listed: state.policy.producers)
        }
        let headGuard = try HeadGuard.open(
            configuration.guardPlace, key: configuration.producer.publicKey, chain: chain, height: height,
            calls: configuration.guardCalls
        ) { try store.header($0)?.header.hash }
        if !configuration.acceptTime {
            try ClockRules.checkStart(
                head: state.totals.time, isGenesis: height == 0, now: configuration.clock.wall)
        }
        // The last block may be durable without its guard, if the machine went down between the two. A chain without blocks gets its guard too:
        // from its first block on, one that is missing was lost.
        try headGuard.advance(chain: chain, height: height, hash: head)
        try HeadGuard.retire(configuration.guardPlace)
        hub.publish(height)
        self.store = store
        self.configuration = configuration
        engine = Engine(
            ledger: state, producer: configuration.producer, clock: configuration.clock, limits: configuration.limits)
        let thread = DiskThread()
        builder = BlockBuilder(
            engine: engine, sequencer: LocalSequencer(store, thread: thread), headGuard: headGuard, thread: thread,
            clock: configuration.clock, logger: configuration.logger, publish: { [hub] in hub.publish($0) },
            remember: { [store] in try store.remember(handles: $0) })
    }

    /// Its services in order of their start. They stop in the opposite order: the API first, and the builder when all that waited is durable.
    package func services() throws -> [any Service] {
        [
            builder, ClockWatch(clock: configuration.clock), FileWatch(builder: builder, store: store),
            EventPulse(hub: hub, clock: configuration.clock),
            try server(),
        ]
    }

    /// The group that runs the services until a signal or a failure ends it.
    package func group(signals: [UnixSignal] = [.sigterm, .sigint]) throws -> ServiceGroup {
        var group = ServiceGroupConfiguration(
            services: try services().map {
                .init(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            }, gracefulShutdownSignals: signals, logger: configuration.logger)
        group.maximumGracefulShutdownDuration = .seconds(60)
        return ServiceGroup(configuration: group)
    }

    /// Runs until SIGTERM or SIGINT, then commits what waits and returns.
    package func run() async throws { try await group().run() }

    private func server() throws -> some Service {
        let load = configuration.load
        let api = API(store: store, engine: engine, hub: hub, gate: Gate(load), logger: configuration.logger)
        let connections = min(load.connections, OpenFiles.raise())
        let places = ConnectionPlaces(connections, perClient: load.connectionsPerAddress)
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [PatienceHandler(load, places)],
                idleTimeout: .milliseconds(Int64(load.idle.count)),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: load.headBytes, maxHeaderListSize: load.headBytes, maxHeaderFieldCount: 100)))
        let application = Application(
            responder: api, server: try tls().map { try .tls(plain, tlsConfiguration: $0) } ?? plain,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "laurel", backlog: 1024,
                availableConnectionsDelegate: .maximum(connections, logger: configuration.logger)),
            onServerRunning: { [configuration] channel in
                let port = channel.localAddress?.port ?? configuration.port
                configuration.logger.notice(
                    "Listening", metadata: ["host": "\(configuration.host)", "port": "\(port)"])
                configuration.onListening(port)
            }, logger: configuration.logger)
        return Listener(application: application, host: configuration.host, port: configuration.port)
    }

    private func tls() throws -> TLSConfiguration? {
        guard let files = configuration.tls else { return nil }
        let tls = try TLSConfiguration.node(certificates: files.certificates, key: files.key)
        if PrivateMode.isReadableByAll(files.key) {
            configuration.logger.warning(
                "Every user of this machine can read the certificate's key, and then answer in this node's name; take that right away (chmod o= FILE)",
                metadata: ["file": "\(files.key)"])
        }
        return tls
    }
}
