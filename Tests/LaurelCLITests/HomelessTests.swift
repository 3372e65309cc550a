import Foundation
import LedgerTesting
import Testing

/// A user for whom nothing names a folder.
@Suite struct HomelessTests {
    let home: Home

    init() throws { home = try Home() }

    @Test func `what is remembered never lies in whichever folder a command was started in`() async throws {
        let lost = ["HOME": ".", "XDG_STATE_HOME": "", "XDG_DATA_HOME": "share", "LAUREL_KEYS": ""]
        let listed = try await home.laurel(["chain", "list"], environment: lost)
        listed.expect(
            64,
            error: "neither XDG_STATE_HOME nor HOME names a folder by its whole path; set one of them, such as "
                + "XDG_STATE_HOME=/home/NAME/.local/state")
        let key = try await home.laurel(["key", "new", "me", "--light"] + home.signing, environment: lost)
        #expect(key.status == 64, "\(key)")
        #expect(
            key.error.contains(
                "neither XDG_DATA_HOME nor HOME names a folder by its whole path; name the folder of keys with --keys DIR"
            ),
            "\(key)")
        for name in [".local", "share"] { #expect(!FileManager.default.fileExists(atPath: home.path(name)), "\(name)") }
        try await home.laurel(["key", "new", "me", "--light", "--keys", "here"] + home.signing, environment: lost)
            .done()
        #expect(FileManager.default.fileExists(atPath: home.path("here/me.key")))
    }
}
