import LedgerText
import Logging

/// Writes log lines to standard error in which nothing that a client sent can look like a line or a command to a terminal.
struct ShownLogHandler: LogHandler {
    private var inner: StreamLogHandler

    init(label: String) { inner = .standardError(label: label) }

    var logLevel: Logger.Level {
        get { inner.logLevel }
        set { inner.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = newValue.mapValues(Self.shown) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue.map(Self.shown) }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(ForeignText.shown(event.message.description))"
        event.metadata = event.metadata?.mapValues(Self.shown)
        inner.log(event: event)
    }

    private static func shown(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
        switch value {
        case .array(let values): .array(values.map(shown))
        case .dictionary(let values): .dictionary(values.mapValues(shown))
        default: .string(ForeignText.shown(value.description))
        }
    }
}
