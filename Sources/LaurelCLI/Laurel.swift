import ArgumentParser
import GRDB
import Hummingbird
import HummingbirdTLS
import AsyncHTTPClient

@main struct Laurel: ParsableCommand { func run() { print("hi") } }
