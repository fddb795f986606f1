#include "kiosk/device/sheet_printer.hpp"

#include <cups/cups.h>

#include <algorithm>
#include <array>
#include <memory>
#include <thread>

#include "kiosk/device/picture_files.hpp"
#include "kiosk/device/slip_picture.hpp"

namespace onecard::device {
namespace {

using Kind = PrintOutcome::Kind;

struct Close {
    void operator()(http_t* http) const { httpClose(http); }
    void operator()(ipp_t* ipp) const { ippDelete(ipp); }
};
using Http = std::unique_ptr<http_t, Close>;
using Ipp = std::unique_ptr<ipp_t, Close>;

PrinterState not_ready(std::string code) { return {false, std::move(code), false}; }

/// What a reason of RFC 8011, 5.4.12 means here; the part before `-report`, `-warning` or `-error` counts.
std::string_view code_of(std::string_view reason) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> known{{{"media-empty", "printer.paper_out"},
        {"media-needed", "printer.paper_out"}, {"media-jam", "printer.jammed"}, {"cover-open", "printer.cover_open"},
        {"door-open", "printer.cover_open"}, {"interlock-open", "printer.cover_open"},
        {"offline", "printer.offline"}, {"paused", "printer.offline"}, {"connecting-to-device", "printer.gone"}}};
    const auto found = std::find_if(known.begin(), known.end(), [reason](const auto& one) { return reason.starts_with(one.first); });
    return found == known.end() ? std::string_view() : found->second;
}

/// One connection to one printer.
class IppTalk {
public:
    IppTalk(const SheetSettings& settings) : settings_(settings) {}

    Status open() {
        char scheme[16], user[64], host[256], resource[512];
        int port = 0;
        const auto read = httpSeparateURI(HTTP_URI_CODING_ALL, settings_.address.c_str(), scheme, sizeof scheme, user, sizeof user, host, sizeof host,
                                          &port, resource, sizeof resource);
        const std::string_view kind = scheme;
        if (read < HTTP_URI_STATUS_OK || (kind != "ipp" && kind != "ipps")) {
            return failure(Error::Kind::invalid, "printer.address", "not an ipp address");
        }
        resource_ = resource;
        const auto within = static_cast<int>(settings_.answer_within.count());
        const auto secured = kind == "ipps" ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED;
        http_.reset(httpConnect2(host, port, nullptr, AF_UNSPEC, secured, 1, within, nullptr));
        if (!http_) return failure(Error::Kind::unavailable, "printer.gone", cupsLastErrorString());
        httpSetTimeout(http_.get(), static_cast<double>(within) / 1000, nullptr, nullptr);
        return {};
    }

    PrinterState look() {
        Ipp request = request_for(IPP_OP_GET_PRINTER_ATTRIBUTES);
        const char* wanted[] = {"printer-state", "printer-state-reasons", "printer-is-accepting-jobs"};
        ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 3, nullptr, wanted);
        const auto answer = ask(std::move(request), {});
        if (!answer) return not_ready(answer.error().code);
        return state_in(answer->get());
    }

    Result<int> send(const std::string& document, const std::string& name) {
        Ipp request = request_for(IPP_OP_PRINT_JOB);
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, name.c_str());
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr, "application/pdf");
        ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, "iso_a4_210x297mm");
        const auto answer = ask(std::move(request), document);
        if (!answer) return failure(answer.error());
        auto* id = ippFindAttribute(answer->get(), "job-id", IPP_TAG_INTEGER);
        if (!id) return failure(Error::Kind::corrupt, "printer.confused", "no job id");
        return ippGetInteger(id, 0);
    }

    Result<ipp_jstate_t> job_state(int job) {
        Ipp request = request_for(IPP_OP_GET_JOB_ATTRIBUTES);
        ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", nullptr, "job-state");
        const auto answer = ask(std::move(request), {});
        if (!answer) return failure(answer.error());
        auto* state = ippFindAttribute(answer->get(), "job-state", IPP_TAG_ENUM);
        if (!state) return failure(Error::Kind::corrupt, "printer.confused", "no job state");
        return static_cast<ipp_jstate_t>(ippGetInteger(state, 0));
    }

    void cancel(int job) {
        Ipp request = request_for(IPP_OP_CANCEL_JOB);
        ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
        (void)ask(std::move(request), {});
    }

private:
    Ipp request_for(ipp_op_t operation) const {
        Ipp request(ippNewRequest(operation));
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, settings_.address.c_str());
        ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, "onecard");
        return request;
    }

    Result<Ipp> ask(Ipp request, const std::string& document) {
        const auto length = ippLength(request.get()) + document.size();
        auto status = cupsSendRequest(http_.get(), request.get(), resource_.c_str(), length);
        if (status == HTTP_STATUS_CONTINUE && !document.empty()) status = cupsWriteRequestData(http_.get(), document.data(), document.size());
        if (status != HTTP_STATUS_CONTINUE) return failure(Error::Kind::unavailable, "printer.gone", cupsLastErrorString());
        Ipp answer(cupsGetResponse(http_.get(), resource_.c_str()));
        if (!answer) return failure(Error::Kind::timed_out, "printer.silent", cupsLastErrorString());
        const auto said = ippGetStatusCode(answer.get());
        if (said >= IPP_STATUS_ERROR_BAD_REQUEST) return failure(Error::Kind::refused, "printer.refused", ippErrorString(said));
        return answer;
    }

    static PrinterState state_in(ipp_t* answer) {
        auto* state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM);
        auto* reasons = ippFindAttribute(answer, "printer-state-reasons", IPP_TAG_KEYWORD);
        auto* accepting = ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
        if (!state) return not_ready("printer.confused");
        bool low = false;
        for (int i = 0; reasons && i < ippGetCount(reasons); ++i) {
            const std::string_view reason = ippGetString(reasons, i, nullptr);
            if (const auto code = code_of(reason); !code.empty()) return not_ready(std::string(code));
            low = low || reason.starts_with("media-low");
        }
        if (ippGetInteger(state, 0) == IPP_PSTATE_STOPPED || (accepting && !ippGetBoolean(accepting, 0))) return not_ready("printer.offline");
        return {true, low ? "printer.paper_low" : "", false};
    }

    const SheetSettings& settings_;
    Http http_;
    std::string resource_;
};

/// Nothing while the job is under way.
std::optional<PrintOutcome> ended(ipp_jstate_t state) {
    switch (state) {
        case IPP_JSTATE_COMPLETED: return PrintOutcome{Kind::printed, {}, {}};
        case IPP_JSTATE_CANCELED: case IPP_JSTATE_ABORTED: return PrintOutcome{Kind::failed, "printer.refused", {}};
        case IPP_JSTATE_PENDING: case IPP_JSTATE_HELD: case IPP_JSTATE_PROCESSING: case IPP_JSTATE_STOPPED: return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

PrintOutcome SheetPrinter::print(const Slip& slip, const std::stop_token& stop) {
    const auto document = make_pdf_sheet(draw_slip(slip, Paper::mm80, settings_.fonts), dots_per_millimetre);
    if (!document) return {Kind::failed, document.error().code, {}};
    IppTalk talk(settings_);
    if (auto opened = talk.open(); !opened) return {Kind::failed, opened.error().code, {}};
    if (const auto before = talk.look(); !before.ready) return {Kind::failed, before.code, {}};
    const auto job = talk.send(*document, slip.number);
    if (!job) return {job.error().code == "printer.silent" ? Kind::unknown : Kind::failed, job.error().code, {}};
    for (const auto until = clock_.uptime() + settings_.print_within; clock_.uptime() < until && !stop.stop_requested();) {
        const auto state = talk.job_state(*job);
        if (!state) return {Kind::unknown, state.error().code, {}};
        if (auto outcome = ended(*state)) return *outcome;
        if (const auto now = talk.look(); *state == IPP_JSTATE_STOPPED && !now.ready) {
            talk.cancel(*job);  // or it would come out in front of somebody else, once there is paper
            return {Kind::failed, now.code, {}};
        }
        std::this_thread::sleep_for(settings_.look_every);
    }
    return {Kind::unknown, "printer.unsure", {}};
}

PrinterState SheetPrinter::look(const std::stop_token&) {
    IppTalk talk(settings_);
    if (auto opened = talk.open(); !opened) return not_ready(opened.error().code);
    return talk.look();
}

}  // namespace onecard::device
