// What another program posts to tell of a fault: a form, as it is or in parts with a picture.
#pragma once
#include <map>
#include <string>

#include "backend/http/message.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace onecard::api {

inline constexpr std::string_view report_picture_part = "media";

struct ReportForm {
    std::map<std::string, std::string> fields;  ///< decoded, well-formed UTF-8; the first of each name
    Bytes picture;                              ///< JPEG; empty when none came
    std::string value(const std::string& name) const {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    }
    /// What makes two reports the same, however they were packed.
    std::string digest() const;
};

/// `application/x-www-form-urlencoded`, or `multipart/form-data` (RFC 7578) with a JPEG called `media`. Errors: `report.type`, `report.malformed`,
/// `report.picture` (no JPEG, or larger than papers of requests may be).
Result<ReportForm> read_report_form(const http::Request& request);

}  // namespace onecard::api
