import Glibc

/// What libFuzzer calls with each input. `LAUREL_DECODER` names the decoder. What is wrong ends the process, so that the input
/// is kept.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if case .wrong(let what) = chosen.decode(bytes) { fatalError(what) }
    return 0
}

private let chosen: Decoder = {
    let name = getenv("LAUREL_DECODER").map { String(cString: $0) } ?? ""
    guard let decoder = Decoder.all.first(where: { $0.name == name }) else {
        fatalError("LAUREL_DECODER is '\(name)'; allowed are \(Decoder.all.map(\.name).joined(separator: ", "))")
    }
    return decoder
}()
