/// The description of the API that every service serves, and that `docs/openapi.json` holds.
package enum OpenAPIDocument {
    /// OpenAPI 3.1.
    ///
    /// - Parameter version: of the program.
    package static func text(version: String) -> String {
        var json = JSONText()
        json.object { json in
            json.member("openapi", "3.1.0")
            json.key("info")
            json.object { json in
                json.member("title", "Rota")
                json.member("version", version)
                json.member(
                    "description",
                    "Whatever `rota` says and does, for programs. Words say moments in universal time; a member "
                        + "`moment` repeats such a one.")
            }
            json.key("security")
            json.array { json in json.object { json in json.member("token", texts: []) } }
            json.key("paths")
            json.object(writePaths)
            json.key("components")
            json.object { json in
                json.key("securitySchemes")
                json.object { json in
                    json.key("token")
                    json.object { json in
                        json.member("type", "http")
                        json.member("scheme", "bearer")
                    }
                }
                json.key("schemas")
                json.object(writeSchemas)
            }
        }
        return json.text + "\n"
    }

    private static func writePaths(to json: inout JSONText) {
        var paths: [String] = []
        for operation in APIOperations.all where !paths.contains(operation.path) { paths.append(operation.path) }
        for path in paths {
            json.key(path)
            json.object { json in
                for operation in APIOperations.all where operation.path == path { write(operation, to: &json) }
            }
        }
    }

    private static func write(_ operation: APIOperation, to json: inout JSONText) {
        json.key(operation.method)
        json.object { json in
            json.member("operationId", operation.name)
            json.member("summary", operation.summary)
            if operation.isOpen {
                json.key("security")
                json.array { _ in }
            }
            writeParameters(of: operation, to: &json)
            if let body = operation.body {
                json.key("requestBody")
                json.object { json in
                    json.member("required", true)
                    json.key("content")
                    writeContent("application/json", shape: body, to: &json)
                }
            }
            json.key("responses")
            json.object { json in writeAnswers(of: operation, to: &json) }
        }
    }

    private static func writeParameters(of operation: APIOperation, to json: inout JSONText) {
        let variables = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        guard !variables.isEmpty || !operation.query.isEmpty || !operation.headers.isEmpty else { return }
        json.key("parameters")
        json.array { json in
            for name in variables {
                json.object { json in
                    json.member("name", name)
                    json.member("in", "path")
                    json.member("required", true)
                    json.key("schema")
                    (name == "iteration" ? APISchema.number : .text).write(to: &json)
                }
            }
            for parameter in operation.query { write(parameter, in: "query", to: &json) }
            for parameter in operation.headers { write(parameter, in: "header", to: &json) }
        }
    }

    private static func write(_ parameter: APIOperation.Parameter, in place: String, to json: inout JSONText) {
        json.object { json in
            json.member("name", parameter.name)
            json.member("in", place)
            json.member("description", parameter.meaning)
            json.key("schema")
            (parameter.repeats ? APISchema.list(parameter.schema) : parameter.schema).write(to: &json)
        }
    }

    private static func writeAnswers(of operation: APIOperation, to json: inout JSONText) {
        switch operation.answer {
        case .shape(let name, let status):
            json.key("\(status)")
            json.object { json in
                json.member("description", operation.summary)
                json.key("content")
                writeContent("application/json", shape: name, to: &json)
            }
        case .bytes(let type):
            json.key("200")
            json.object { json in
                json.member("description", operation.summary)
                json.key("content")
                writeContent(type, shape: nil, to: &json)
            }
        }
        json.key("default")
        json.object { json in
            json.member("description", "What is wrong, and what to do")
            json.key("content")
            writeContent("application/json", shape: "Problem", to: &json)
        }
    }

    private static func writeContent(_ type: String, shape: String?, to json: inout JSONText) {
        json.object { json in
            json.key(type)
            json.object { json in
                guard let shape else { return }
                json.key("schema")
                APISchema.reference(shape).write(to: &json)
            }
        }
    }

    private static func writeSchemas(to json: inout JSONText) {
        for (name, schema) in APIViewSchemas.all + APIForecastSchemas.all + APIRequestSchemas.all {
            json.key(name)
            schema.write(to: &json)
        }
        // Its own schema says what a job may hold.
        json.key("JobFile")
        json.object { json in
            json.member("description", "A job, a list of jobs, or a request of QCG: see rota-job.schema.json")
            json.key("oneOf")
            json.array { json in
                json.object { json in json.member("type", "object") }
                json.object { json in json.member("type", "array") }
            }
        }
    }
}
