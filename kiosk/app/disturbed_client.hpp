// A client whose backend stumbles on order; only in a kiosk that is driven by a visit player.
#pragma once
#include <atomic>
#include <memory>

#include "backend-client/http/client.hpp"

namespace onecard::app {

class DisturbedClient final : public web::HttpClient {
public:
    explicit DisturbedClient(std::unique_ptr<web::HttpClient> under) : under_(std::move(under)) {}

    /// Every call is answered with this status from now on, without reaching the backend; 0 ends it. From any thread.
    void answer_with(int status) { status_ = status; }

    Result<web::Response> send(const web::Request& request, std::stop_token stop) override {
        if (const int status = status_; status != 0)
            return web::Response{status, R"({"type":"about:blank","title":"as ordered","code":"backend.stumbled"})", {{"content-type", "application/problem+json"}}};
        return under_->send(request, std::move(stop));
    }

private:
    std::unique_ptr<web::HttpClient> under_;
    std::atomic<int> status_{0};
};

}  // namespace onecard::app
