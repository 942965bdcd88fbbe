// SPDX-License-Identifier: EUPL-1.2
#include "net/http_client.hpp"

#include <curl/curl.h>

namespace leitstand {

namespace {

struct FreeCurl {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(char* text) const { curl_free(text); }
};
template <typename T>
using Owned = std::unique_ptr<T, FreeCurl>;

// Once for the process, and before any thread uses it.
bool curl_is_ready() {
    static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

// What the callbacks fill. They may not throw: libcurl is C.
struct Transfer {
    OutgoingRequest const& request;
    IncomingAnswer answer;
    std::size_t header_bytes = 0;
    bool too_large = false;
};

// Less than `bytes` makes libcurl give up.
std::size_t take_body(char const* data, std::size_t, std::size_t bytes, void* to) {
    auto& transfer = *static_cast<Transfer*>(to);
    auto& body = transfer.answer.body;
    transfer.too_large = bytes > transfer.request.answer_bytes_max - body.size();
    if (transfer.too_large)
        return 0;
    body.append(data, bytes);
    return bytes;
}

std::size_t take_header(char const*, std::size_t, std::size_t bytes, void* to) {
    auto& transfer = *static_cast<Transfer*>(to);
    transfer.header_bytes += bytes;
    transfer.too_large = transfer.header_bytes > transfer.request.answer_bytes_max;
    return transfer.too_large ? 0 : bytes;
}

int ask_whether_to_stop(void* to, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(to)->request.stop.stop_requested() ? 1 : 0;
}

std::string part_of(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK)
        return {};
    return std::string{Owned<char>{text}.get()};
}

Result<void> check_url(std::string const& text) {
    Owned<CURLU> const url{curl_url()};
    // The name of somebody, and his password, would stand in every log: the address is not
    // repeated.
    auto const wrong = [] {
        return fail(Code::bad_input, "net.url_wrong", "not the address of a machine");
    };
    if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
        return wrong();
    auto const scheme = part_of(url.get(), CURLUPART_SCHEME);
    if ((scheme != "http" && scheme != "https") || part_of(url.get(), CURLUPART_HOST).empty())
        return wrong();
    if (!part_of(url.get(), CURLUPART_USER).empty() ||
        !part_of(url.get(), CURLUPART_PASSWORD).empty())
        return fail(Code::bad_input, "net.url_wrong", "a user stands in it");
    return {};
}

Error error_of(CURLcode code, Transfer const& transfer, std::string const& said) {
    auto const made = [&](Code kind, char const* key) {
        return Error{kind, key, said.empty() ? curl_easy_strerror(code) : said,
                     std::source_location::current()};
    };
    if (transfer.too_large)
        return made(Code::too_large, "net.answer_too_large");
    switch (code) {
    case CURLE_FILESIZE_EXCEEDED: // announced
        return made(Code::too_large, "net.answer_too_large");
    case CURLE_OPERATION_TIMEDOUT:
        return made(Code::timed_out, "net.too_slow");
    case CURLE_ABORTED_BY_CALLBACK:
        return made(Code::unavailable, "net.stopped");
    case CURLE_URL_MALFORMAT:
        return made(Code::bad_input, "net.url_wrong");
    case CURLE_SSL_CACERT_BADFILE:
        return made(Code::bad_input, "net.certificates_unreadable");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
        return made(Code::refused, "net.certificate_wrong");
    default:
        return made(Code::unavailable, "net.not_reachable");
    }
}

// Sets one option after the other and remembers whether all were taken: an old library that does
// not know one of them must not go out without it.
class Options {
  public:
    explicit Options(CURL* curl) : curl_(curl) {}
    template <typename T>
    Options& set(CURLoption option, T value) {
        all_taken_ = all_taken_ && curl_easy_setopt(curl_, option, value) == CURLE_OK;
        return *this;
    }
    bool all_taken() const { return all_taken_; }

  private:
    CURL* curl_;
    bool all_taken_ = true;
};

void bound(Options& options, OutgoingRequest const& request) {
    options.set(CURLOPT_PROTOCOLS_STR, "http,https")
        .set(CURLOPT_FOLLOWLOCATION, 0L)
        .set(CURLOPT_PROXY, "") // neither from the environment
        .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
        .set(CURLOPT_NOSIGNAL, 1L)
        .set(CURLOPT_QUICK_EXIT, 1L) // a name server that is silent is left behind
        .set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.deadline.count()))
        .set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.deadline.count()))
        .set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.answer_bytes_max))
        .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1))
        .set(CURLOPT_HTTP09_ALLOWED, 0L)
        .set(CURLOPT_SSL_VERIFYPEER, 1L)
        .set(CURLOPT_SSL_VERIFYHOST, 2L)
        .set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2))
        .set(CURLOPT_USERAGENT, "leitstand");
    if (!request.certificates.empty())
        options.set(CURLOPT_CAINFO, request.certificates.c_str()).set(CURLOPT_CAPATH, nullptr);
}

void listen(Options& options, Transfer& transfer) {
    options.set(CURLOPT_WRITEFUNCTION, take_body)
        .set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer))
        .set(CURLOPT_HEADERFUNCTION, take_header)
        .set(CURLOPT_HEADERDATA, static_cast<void*>(&transfer))
        .set(CURLOPT_NOPROGRESS, 0L)
        .set(CURLOPT_XFERINFOFUNCTION, ask_whether_to_stop)
        .set(CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
}

Owned<curl_slist> headers_of(OutgoingRequest const& request) {
    Owned<curl_slist> list{curl_slist_append(nullptr, "Expect:")}; // no waiting for a 100
    if (request.verb == OutgoingRequest::Verb::post && list)
        curl_slist_append(list.get(), ("Content-Type: " + request.content_type).c_str());
    return list;
}

} // namespace

Result<IncomingAnswer> send_request(OutgoingRequest const& request) {
    TRY(check_url(request.url));
    Owned<CURL> const curl{curl_is_ready() ? curl_easy_init() : nullptr};
    auto const headers = headers_of(request);
    if (!curl || !headers)
        return fail(Code::unavailable, "net.not_reachable", "libcurl cannot start");
    Transfer transfer{request, {}, 0, false};
    transfer.answer.body.reserve(request.answer_bytes_max); // so that take_body() never throws
    std::array<char, CURL_ERROR_SIZE> said{};
    Options options{curl.get()};
    bound(options, request);
    listen(options, transfer);
    options.set(CURLOPT_URL, request.url.c_str())
        .set(CURLOPT_ERRORBUFFER, said.data())
        .set(CURLOPT_HTTPHEADER, headers.get());
    if (request.verb == OutgoingRequest::Verb::post)
        options.set(CURLOPT_POST, 1L)
            .set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()))
            .set(CURLOPT_POSTFIELDS, request.body.data()); // not copied: outlives the call
    if (!options.all_taken())
        return fail(Code::internal, "net.not_reachable", "libcurl does not take an option");
    if (auto const code = curl_easy_perform(curl.get()); code != CURLE_OK)
        return tl::unexpected(error_of(code, transfer, said.data()));
    long status = 0;
    char const* type = nullptr;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
    transfer.answer.status = static_cast<int>(status);
    transfer.answer.content_type = type != nullptr ? type : "";
    return std::move(transfer.answer);
}

} // namespace leitstand
