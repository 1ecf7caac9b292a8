/// Which Rota this is; runs record it.
package enum Version {
    package static let text = "0.1.0"
}
