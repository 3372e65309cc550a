package import Ledger
import NIOCore

/// How much of a node requests may hold before anything of them was judged. Together with the queue's limits they bound
/// its memory, whoever sends what.
package struct LoadLimits: Sendable {
    /// Open connections. Never more than the operating system's limit of open files leaves room for.
    package var connections = 16_384
    /// Connections of one address; a quarter of all where it is nil.
    package var connectionsPerAddress: Int?
    /// Bytes of a request before its body, its target among them.
    package var headBytes = 16 << 10
    /// Reads that may cost much: so many are made at one time, which leaves half of the cores to those who send, and so many wait for that.
    package var reads = max(1, System.coreCount / 2)
    package var readsWaiting = 256
    /// Bytes of bodies that were read and not yet judged.
    package var bodyBytes = 128 << 20
    /// Bytes of answers that wait for their readers. Small ones do not count.
    package var answerBytes = 128 << 20
    /// Signatures of transactions in requests that are being answered: those that wait to be checked, and those that wait for their block.
    package var signaturesInHand = 4096
    /// Archives that are streamed at one time.
    package var archives = 8
    package var archivesPerAddress = 2
    /// Streams of events that are open at one time: in all, and to one address (of IPv6, to one network of 64 bits).
    package var listeners = 1000
    package var listenersPerAddress = 64
    /// How long a connection may rest between requests.
    package var idle = Milliseconds.seconds(60)
    /// How long a request may take to arrive.
    package var arrival = Milliseconds.seconds(30)
    /// How long an answer may wait for its reader.
    package var stall = Milliseconds.seconds(30)

    package init() {}
}
