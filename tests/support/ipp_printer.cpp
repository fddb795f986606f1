#include "tests/support/ipp_printer.hpp"

#include <arpa/inet.h>
#include <cups/cups.h>
#include <poll.h>
#include <unistd.h>

#include "base/result.hpp"

namespace onecard::test {

IppPrinter::IppPrinter() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    require(::bind(listener_, reinterpret_cast<sockaddr*>(&at), size) == 0 && ::listen(listener_, 8) == 0, "a port for the printer");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] { run(); });
}

IppPrinter::~IppPrinter() {
    stop_ = true;
    thread_.join();
    ::close(listener_);
}

void IppPrinter::say(int state, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    state_ = state;
    reason_ = reason;
}

void IppPrinter::say_after_job(int state, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    state_after_job_ = state;
    reason_after_job_ = reason;
}

void IppPrinter::jobs_go(std::vector<int> states) {
    const std::lock_guard lock(mutex_);
    job_states_ = std::move(states);
}

std::vector<std::string> IppPrinter::documents() {
    const std::lock_guard lock(mutex_);
    return documents_;
}

void IppPrinter::run() {
    while (!stop_) {
        pollfd watched{listener_, POLLIN, 0};
        if (::poll(&watched, 1, 20) > 0) serve(listener_);
    }
}

// One connection from its first question to its end.
void IppPrinter::serve(int socket) {
    http_t* http = httpAcceptConnection(socket, 1);
    if (!http) return;
    httpSetTimeout(http, 2, nullptr, nullptr);
    char resource[256];
    while (httpReadRequest(http, resource, sizeof resource) == HTTP_STATE_POST) {
        while (httpUpdate(http) == HTTP_STATUS_CONTINUE) {}
        if (httpGetExpect(http) == HTTP_STATUS_CONTINUE) httpWriteResponse(http, HTTP_STATUS_CONTINUE);
        ipp_t* request = ippNew();
        for (auto state = IPP_STATE_IDLE; state != IPP_STATE_DATA && state != IPP_STATE_ERROR;) state = ippRead(http, request);
        std::string document;
        char piece[4096];
        for (ssize_t got = 0; (got = httpRead2(http, piece, sizeof piece)) > 0;) document.append(piece, static_cast<std::size_t>(got));
        const int operation = ippGetOperation(request);
        if (operation == hung_up_on_) {
            ippDelete(request);
            break;
        }
        ipp_t* answer = ippNewResponse(request);
        const std::lock_guard lock(mutex_);
        if (operation == IPP_OP_GET_PRINTER_ATTRIBUTES) {
            ippAddInteger(answer, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", state_);
            ippAddString(answer, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "printer-state-reasons", nullptr, reason_.c_str());
            ippAddBoolean(answer, IPP_TAG_PRINTER, "printer-is-accepting-jobs", 1);
        } else if (operation == IPP_OP_PRINT_JOB) {
            documents_.push_back(document);
            if (state_after_job_) state_ = state_after_job_, reason_ = reason_after_job_;
            ippAddInteger(answer, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", static_cast<int>(documents_.size()));
        } else if (operation == IPP_OP_GET_JOB_ATTRIBUTES) {
            ippAddInteger(answer, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", job_states_.front());
            if (job_states_.size() > 1) job_states_.erase(job_states_.begin());
        } else if (operation == IPP_OP_CANCEL_JOB) {
            ++canceled_;
        }
        httpClearFields(http);
        httpSetField(http, HTTP_FIELD_CONTENT_TYPE, "application/ipp");
        httpSetLength(http, ippLength(answer));
        httpWriteResponse(http, HTTP_STATUS_OK);
        ippSetState(answer, IPP_STATE_IDLE);
        ippWrite(http, answer);
        httpFlushWrite(http);
        ippDelete(answer);
        ippDelete(request);
    }
    httpClose(http);
}

}  // namespace onecard::test
