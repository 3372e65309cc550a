// swift-tools-version: 6.2
import PackageDescription

// Arrows go one way only: each target lists what it may import, and nothing else may be added to it lightly.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

func tests(_ name: String, _ more: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "LedgerTesting"] + more, swiftSettings: settings)
}

let package = Package(
    name: "laurel",
    products: [
        .executable(name: "laurel", targets: ["LaurelCLI"]),
        .executable(name: "laurel-bench", targets: ["LaurelBench"]),
        .library(name: "Ledger", targets: ["Ledger"]),
        .library(name: "LedgerReplay", targets: ["LedgerReplay"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CHashLanes"),
        .target(name: "CPrefetch"),
        .target(name: "CVerifyLoop", dependencies: ["CSecp256k1"]),
        .target(name: "CFaultyDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "LedgerText", swiftSettings: settings),
        .target(name: "LedgerCrypto", dependencies: ["CHashLanes", "CSecp256k1", "CCrypto"], swiftSettings: settings),
        .target(name: "LedgerFiles", dependencies: ["LedgerCrypto"], swiftSettings: settings),
        .target(name: "LedgerKeys", dependencies: ["CCrypto", "LedgerCrypto", "LedgerFiles"], swiftSettings: settings),
        .target(
            name: "Ledger",
            dependencies: ["CPrefetch", "LedgerCrypto", .product(name: "DequeModule", package: "swift-collections")],
            swiftSettings: settings),
        .target(name: "LedgerReplay", dependencies: ["Ledger", "LedgerCrypto"], swiftSettings: settings),
        .target(
            name: "LedgerGenesis", dependencies: ["Ledger", "LedgerCrypto", "LedgerText"], swiftSettings: settings),
        .target(
            name: "LedgerAPI",
            dependencies: ["Ledger", "LedgerCrypto", "LedgerText", .product(name: "NIOSSL", package: "swift-nio-ssl")],
            swiftSettings: settings),
        .target(
            name: "LedgerStore",
            dependencies: [
                "CSQLite", "Ledger", "LedgerCrypto", "LedgerFiles", "LedgerReplay",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .target(name: "LedgerImport", dependencies: ["Ledger", "LedgerCrypto", "LedgerText"], swiftSettings: settings),
        .target(
            name: "LedgerClient",
            dependencies: [
                "Ledger", "LedgerAPI", "LedgerCrypto", "LedgerText",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        .target(
            name: "LedgerNode",
            dependencies: [
                "Ledger", "LedgerAPI", "LedgerCrypto", "LedgerFiles", "LedgerKeys", "LedgerReplay", "LedgerStore",
                "LedgerText",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "LaurelCLI",
            dependencies: [
                "Ledger", "LedgerAPI", "LedgerClient", "LedgerCrypto", "LedgerFiles", "LedgerGenesis", "LedgerImport",
                "LedgerKeys", "LedgerNode", "LedgerReplay", "LedgerStore", "LedgerText",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .target(
            name: "LedgerTesting",
            dependencies: [
                "CFaultyDisk", "CVerifyLoop", "Ledger", "LedgerAPI", "LedgerClient", "LedgerCrypto", "LedgerFiles",
                "LedgerGenesis", "LedgerKeys", "LedgerNode", "LedgerReplay", "LedgerStore",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "LaurelBench",
            dependencies: [
                "Ledger", "LedgerAPI", "LedgerClient", "LedgerCrypto", "LedgerFiles", "LedgerGenesis", "LedgerKeys",
                "LedgerNode",
                "LedgerReplay", "LedgerStore", "LedgerTesting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        // The long runs behind scripts/kill, scripts/simulate and scripts/flood.
        .executableTarget(
            name: "LaurelTrials",
            dependencies: ["LedgerTesting", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings),
        tests("LedgerText"),
        tests("LedgerCrypto", ["LedgerFiles"]),
        tests("LedgerKeys", ["LedgerCrypto", "LedgerFiles"]),
        tests("LedgerGenesis", ["Ledger", "LedgerCrypto"]),
        tests("Ledger", ["LedgerCrypto", "LedgerGenesis"]),
        tests("LedgerReplay", ["Ledger", "LedgerCrypto"]),
        tests(
            "LedgerStore",
            ["Ledger", "LedgerCrypto", "LedgerFiles", "LedgerReplay", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(
            name: "LedgerFuzzTests",
            dependencies: [
                "Ledger", "LedgerAPI", "LedgerCrypto", "LedgerGenesis", "LedgerImport", "LedgerKeys", "LedgerNode",
                "LedgerReplay",
                "LedgerTesting", "LedgerText",
            ],
            exclude: ["Corpus", "Driver"], swiftSettings: settings),
        // Runs the built command as a user does, so it needs nothing but that it is built.
        .testTarget(
            name: "LaurelCLITests",
            dependencies: [
                "LaurelCLI", "Ledger", "LedgerAPI", "LedgerClient", "LedgerCrypto", "LedgerFiles", "LedgerGenesis",
                "LedgerKeys",
                "LedgerTesting",
            ],
            swiftSettings: settings),
        tests("LedgerImport", ["Ledger", "LedgerCrypto", "LedgerReplay", "LedgerStore"]),
        tests(
            "LedgerNode",
            [
                "Ledger", "LedgerAPI", "LedgerClient", "LedgerCrypto", "LedgerFiles", "LedgerGenesis", "LedgerKeys",
                "LedgerReplay",
                "LedgerStore", "LedgerText",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
    ]
)
