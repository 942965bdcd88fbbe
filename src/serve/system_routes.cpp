// SPDX-License-Identifier: EUPL-1.2
// What operators and their programs ask: /health, /ready, /metrics, the checks of doctor, the
// description of the interface.
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "serve/embedded.hpp"
#include "serve/serving.hpp"
#include "store/blob_store.hpp"
#include "store/job_queue.hpp"

namespace leitstand {

namespace {

std::string sandbox_level(Serving const& serving) {
    return serving.rooms.sandbox_level ? serving.rooms.sandbox_level() : std::string{"none"};
}

// The process answers. No word on the database: a failed one must not have the process killed and
// started again.
Result<Response> get_health(Serving& serving, HttpRequest&) {
    auto const up = std::chrono::steady_clock::now() - serving.started;
    return json_response(
        200, Json{{"status", "ok"},
                  {"sandbox_level", sandbox_level(serving)},
                  {"uptime_s", std::chrono::duration_cast<std::chrono::seconds>(up).count()}});
}

// Requests can be served: the database answers and there is room for post.
Result<Response> get_ready(Serving& serving, HttpRequest&) {
    bool const database_ok = serving.rooms.accounts.count().has_value();
    auto const space = serving.rooms.blobs.free_space_bytes();
    bool const space_ok = space && *space >= serving.rooms.limits.free_space_bytes_min;
    bool const ready = database_ok && space_ok && !serving.stopping;
    return json_response(ready ? 200 : 503, Json{{"status", ready ? "ready" : "not_ready"},
                                                 {"database", database_ok},
                                                 {"space", space_ok},
                                                 {"stopping", serving.stopping.load()}});
}

double resident_bytes() {
    auto const text = read_file("/proc/self/statm", 4096);
    if (!text)
        return 0;
    long long total = 0, resident = 0;
    if (std::sscanf(text->c_str(), "%lld %lld", &total, &resident) != 2)
        return 0;
    return static_cast<double>(resident) * 4096;
}

Result<Response> get_metrics(Serving& serving, HttpRequest&) {
    std::vector<Metrics::Gauge> gauges;
    auto const up = std::chrono::steady_clock::now() - serving.started;
    gauges.push_back({"leitstand_uptime_seconds", "Time since the start.",
                      std::chrono::duration<double>(up).count()});
    gauges.push_back(
        {"process_resident_memory_bytes", "Memory of the server process.", resident_bytes()});
    if (auto const space = serving.rooms.blobs.free_space_bytes())
        gauges.push_back(
            {"leitstand_free_space_bytes", "Space left for post.", static_cast<double>(*space)});
    if (auto const queue = serving.rooms.database.read_for<QueueFigures>(queue_figures)) {
        gauges.push_back({"leitstand_jobs_waiting", "Items waiting to be read.",
                          static_cast<double>(queue->waiting)});
        gauges.push_back(
            {"leitstand_jobs_leased", "Items being read.", static_cast<double>(queue->leased)});
        auto const age =
            queue->oldest ? serving.rooms.time.now().microseconds - queue->oldest->microseconds : 0;
        gauges.push_back({"leitstand_oldest_job_seconds", "Age of the oldest waiting item.",
                          static_cast<double>(age) / 1e6});
    }
    Response response;
    response.body = serving.metrics.text(gauges);
    response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    return response;
}

Result<Response> get_system(Serving& serving, HttpRequest&) {
    Json json;
    json["checks"] = Json::array();
    if (serving.rooms.checks)
        for (auto const& check : serving.rooms.checks())
            json["checks"].push_back(Json{{"key", check.key},
                                          {"state", check.state},
                                          {"text", check.text},
                                          {"what_to_do", check.what_to_do}});
    return json_response(200, json);
}

Result<Response> get_openapi(Serving&, HttpRequest&) {
    Response response;
    response.body = embedded::openapi();
    response.set("Content-Type", "application/yaml");
    return response;
}

} // namespace

void add_system_routes(Router& router, Serving& serving) {
    add_route(router, serving, Method::get, "/health", kPublic, 0, get_health);
    add_route(router, serving, Method::get, "/ready", kPublic, 0, get_ready);
    add_route(router, serving, Method::get, "/metrics", kLoopback, 0, get_metrics);
    add_route(router, serving, Method::get, "/api/v1/openapi.yaml", kPublic, 0, get_openapi);
    add_route(router, serving, Method::get, "/api/v1/system", "system.read", 0, get_system);
}

} // namespace leitstand
