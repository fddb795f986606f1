// How pages put things into words and pictograms.
#pragma once
#include <string>
#include <string_view>

#include "kiosk/flow/model.hpp"
#include "kiosk/ui/kit.hpp"
#include "kiosk/ui/strings.hpp"

namespace onecard::screens {

/// What happened, whether anything was taken, what to do: the sentence for a failure code, that of its family, or the general one.
std::string sentence(const ui::Strings& strings, std::string_view code);

/// The part of the machine that a failure code speaks of: `reader`, `sam`, `printer`, `store`, `net`, or `other`.
std::string_view part_of(std::string_view code);
/// Its name, and what still works without it.
std::string part_name(const ui::Strings& strings, std::string_view code);
std::string still_works(const ui::Strings& strings, std::string_view code);

/// A day from `YYYY-MM-DD` or an instant; the text itself when it is neither.
std::string day(const ui::Strings& strings, const std::string& text);
/// Day and time of an instant; the text itself when it is none.
std::string when(const ui::Strings& strings, const std::string& instant);
std::string money(const ui::Strings& strings, Fen amount);
/// How long ago, in whole minutes, hours or days; a time in the future counts as now.
std::string age(const ui::Strings& strings, Timestamp then, Timestamp now);

/// From the name that the catalogue gives; `request` for what is not known.
ui::Icon icon(std::string_view name);
ui::Icon service_icon(std::string_view service);

}  // namespace onecard::screens
