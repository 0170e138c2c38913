// The time module over the virtual clock.
// CPython 3.13: Modules/timemodule.c
//
// The wall clock starts at 2024-10-07 00:00:00 UTC (the day of 3.13.0), the time zone is UTC.
#include "modules/timemodule.h"

#include <cmath>
#include <cstdio>
#include <string>

#include "memory/site_table.h"        // current_tick
#include "modules/args.h"
#include "modules/modules.h"
#include "object/abstract.h"
#include "object/errors.h"
#include "types/floatobject.h"
#include "types/longobject.h"
#include "types/moduleobject.h"
#include "types/structseq.h"
#include "types/text.h"
#include "types/unicodeobject.h"

namespace py {

namespace {

constexpr int64_t kStartOfTime = 1728259200;  // seconds since 1970
constexpr int64_t kSecond = 1000000000;

int64_t slept;
TypeObject struct_time_type = {TYPE_HEAD, {}};

int64_t wall_nanoseconds() { return kStartOfTime * kSecond + virtual_nanoseconds(); }
Object* seconds(int64_t nanoseconds) { return float_from_double(static_cast<double>(nanoseconds) / 1e9); }

Object* time_time(Object*) { return seconds(wall_nanoseconds()); }
Object* time_time_ns(Object*) { return long_from_long_long(wall_nanoseconds()); }
Object* time_virtual(Object*) { return seconds(virtual_nanoseconds()); }
Object* time_virtual_ns(Object*) { return long_from_long_long(virtual_nanoseconds()); }

Object* time_sleep(Object*, Object* arg) {
  double value = float_as_double(arg);
  if (value == -1.0 && err_occurred()) return nullptr;
  if (std::isnan(value)) {
    err_set_string(exc_ValueError, "Invalid value NaN (not a number)");
    return nullptr;
  }
  if (value < 0) {
    err_set_string(exc_ValueError, "sleep length must be non-negative");
    return nullptr;
  }
  virtual_sleep(static_cast<int64_t>(value * 1e9));
  return None;
}

// --- Calendar ---

struct Date {
  int64_t year;
  int month, day, hour, minute, second, weekday, yearday;  // month and day from 1, Monday 0
};

// Days since 1970-01-01 to the proleptic Gregorian calendar, and back.
Date date_of(int64_t seconds_since_epoch) {
  int64_t days = seconds_since_epoch / 86400, rest = seconds_since_epoch % 86400;
  if (rest < 0) {
    rest += 86400;
    days--;
  }
  int64_t z = days + 719468;
  int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  int64_t doe = z - era * 146097;
  int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int64_t mp = (5 * doy + 2) / 153;
  Date d;
  d.day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  d.month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  d.year = yoe + era * 400 + (d.month <= 2);
  d.hour = static_cast<int>(rest / 3600);
  d.minute = static_cast<int>(rest / 60 % 60);
  d.second = static_cast<int>(rest % 60);
  d.weekday = static_cast<int>(((days + 3) % 7 + 7) % 7);
  static const int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  bool leap = d.year % 4 == 0 && (d.year % 100 != 0 || d.year % 400 == 0);
  d.yearday = kBefore[d.month - 1] + d.day + (leap && d.month > 2);
  return d;
}

int64_t days_from_civil(int64_t y, int m, int d) {
  y -= m <= 2;
  int64_t era = (y >= 0 ? y : y - 399) / 400;
  int64_t yoe = y - era * 400;
  int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

Object* struct_time(const Date& d) {
  Object* o = struct_sequence_new(&struct_time_type);
  if (!o) return nullptr;
  const int64_t numbers[] = {d.year, d.month, d.day, d.hour, d.minute, d.second, d.weekday, d.yearday, 0};
  for (int i = 0; i < 9; i++) struct_sequence_set_item(o, i, long_from_long_long(numbers[i]));
  struct_sequence_set_item(o, 9, unicode_from_string("UTC"));
  struct_sequence_set_item(o, 10, long_from_long(0));
  return o;
}

// Seconds argument: now when missing or None. False with the error set.
bool seconds_argument(Object* const* args, Ssize nargs, int64_t* out) {
  *out = wall_nanoseconds() / kSecond;
  if (nargs == 0 || args[0] == None) return true;
  double value = float_as_double(args[0]);
  if (value == -1.0 && err_occurred()) return false;
  *out = static_cast<int64_t>(std::floor(value));
  return true;
}

Object* time_gmtime(Object*, Object* const* args, Ssize nargs) {
  int64_t s;
  if (!arg_check_positional("gmtime", nargs, 0, 1) || !seconds_argument(args, nargs, &s)) return nullptr;
  return struct_time(date_of(s));
}
Object* time_localtime(Object*, Object* const* args, Ssize nargs) {
  int64_t s;
  if (!arg_check_positional("localtime", nargs, 0, 1) || !seconds_argument(args, nargs, &s)) return nullptr;
  return struct_time(date_of(s));
}

// The nine numbers of a time tuple. False with TypeError.
bool read_tuple(Object* tuple, Date* d) {
  if (!tuple_check(tuple) || tuple_size(tuple) < 9) {
    err_set_string(exc_TypeError, "Tuple or struct_time argument required");
    return false;
  }
  int64_t v[9];
  for (int i = 0; i < 9; i++) {
    v[i] = long_as_long_long(tuple_item(tuple, i));
    if (v[i] == -1 && err_occurred()) return false;
  }
  *d = {v[0], static_cast<int>(v[1]), static_cast<int>(v[2]), static_cast<int>(v[3]), static_cast<int>(v[4]),
        static_cast<int>(v[5]), static_cast<int>(v[6]), static_cast<int>(v[7])};
  return true;
}

const char* const kDays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
const char* const kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                               "July",    "August",   "September", "October", "November", "December"};

Object* asctime(const Date& d) {
  char text[64];
  std::snprintf(text, sizeof text, "%.3s %.3s%3d %.2d:%.2d:%.2d %lld", kDays[d.weekday % 7], kMonths[(d.month + 11) % 12],
                d.day, d.hour, d.minute, d.second, static_cast<long long>(d.year));
  return unicode_from_string(text);
}
Object* time_asctime(Object*, Object* const* args, Ssize nargs) {
  Date d = date_of(wall_nanoseconds() / kSecond);
  if (!arg_check_positional("asctime", nargs, 0, 1) || (nargs && !read_tuple(args[0], &d))) return nullptr;
  return asctime(d);
}
Object* time_ctime(Object*, Object* const* args, Ssize nargs) {
  int64_t s;
  if (!arg_check_positional("ctime", nargs, 0, 1) || !seconds_argument(args, nargs, &s)) return nullptr;
  return asctime(date_of(s));
}

Object* time_mktime(Object*, Object* tuple) {
  Date d;
  if (!read_tuple(tuple, &d)) return nullptr;
  int64_t s = days_from_civil(d.year, d.month, d.day) * 86400 + d.hour * 3600 + d.minute * 60 + d.second;
  return float_from_double(static_cast<double>(s));
}

void format_field(char c, const Date& d, std::string* out) {
  auto number = [out](int64_t value, int width) {
    char text[24];
    std::snprintf(text, sizeof text, "%0*lld", width, static_cast<long long>(value));
    *out += text;
  };
  switch (c) {
    case 'Y': number(d.year, 1); break;
    case 'y': number(d.year % 100, 2); break;
    case 'm': number(d.month, 2); break;
    case 'd': number(d.day, 2); break;
    case 'H': number(d.hour, 2); break;
    case 'I': number((d.hour + 11) % 12 + 1, 2); break;
    case 'M': number(d.minute, 2); break;
    case 'S': number(d.second, 2); break;
    case 'j': number(d.yearday, 3); break;
    case 'w': number((d.weekday + 1) % 7, 1); break;
    case 'u': number(d.weekday + 1, 1); break;
    case 'p': *out += d.hour < 12 ? "AM" : "PM"; break;
    case 'a': *out += std::string(kDays[d.weekday % 7], 3); break;
    case 'A': *out += kDays[d.weekday % 7]; break;
    case 'b':
    case 'h': *out += std::string(kMonths[(d.month + 11) % 12], 3); break;
    case 'B': *out += kMonths[(d.month + 11) % 12]; break;
    case 'Z': *out += "UTC"; break;
    case 'z': *out += "+0000"; break;
    case 'n': *out += '\n'; break;
    case 't': *out += '\t'; break;
    case '%': *out += '%'; break;
    case 'D': for (char f : {'m', '/', 'd', '/', 'y'}) f == '/' ? void(*out += '/') : format_field(f, d, out); break;
    case 'F': for (char f : {'Y', '-', 'm', '-', 'd'}) f == '-' ? void(*out += '-') : format_field(f, d, out); break;
    case 'x': format_field('D', d, out); break;
    case 'T':
    case 'X': for (char f : {'H', ':', 'M', ':', 'S'}) f == ':' ? void(*out += ':') : format_field(f, d, out); break;
    case 'R': for (char f : {'H', ':', 'M'}) f == ':' ? void(*out += ':') : format_field(f, d, out); break;
    case 'c':
      format_field('a', d, out);
      *out += ' ';
      format_field('b', d, out);
      char text[40];
      std::snprintf(text, sizeof text, " %2d %02d:%02d:%02d %lld", d.day, d.hour, d.minute, d.second,
                    static_cast<long long>(d.year));
      *out += text;
      break;
    default: *out += std::string("%") + c; break;
  }
}

Object* time_strftime(Object*, Object* const* args, Ssize nargs) {
  Date d = date_of(wall_nanoseconds() / kSecond);
  if (!arg_check_positional("strftime", nargs, 1, 2)) return nullptr;
  if (!unicode_check(args[0])) {
    return err_format(exc_TypeError, "strftime() argument 1 must be str, not %T", args[0]);
  }
  if (nargs > 1 && !read_tuple(args[1], &d)) return nullptr;
  std::string format = wtf8_of(args[0]), out;
  for (size_t i = 0; i < format.size(); i++) {
    if (format[i] == '%' && i + 1 < format.size()) {
      format_field(format[++i], d, &out);
    } else {
      out += format[i];
    }
  }
  return str_from_text(out);
}

const StructSequenceField kTimeFields[] = {{"tm_year", "year, for example, 1993"},
                                           {"tm_mon", "month of year, range [1, 12]"},
                                           {"tm_mday", "day of month, range [1, 31]"},
                                           {"tm_hour", "hours, range [0, 23]"},
                                           {"tm_min", "minutes, range [0, 59]"},
                                           {"tm_sec", "seconds, range [0, 61])"},
                                           {"tm_wday", "day of week, range [0, 6], Monday is 0"},
                                           {"tm_yday", "day of year, range [1, 366]"},
                                           {"tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"},
                                           {"tm_zone", "abbreviation of timezone name"},
                                           {"tm_gmtoff", "offset from UTC in seconds"},
                                           {nullptr, nullptr}};
const StructSequenceDesc kTimeDesc = {"time.struct_time", "The time value as returned by gmtime(), localtime(), and strptime().",
                                      kTimeFields, 9};

constexpr MethodDef time_methods[] = {
    {"time", time_time, "time() -> floating-point number\n\nReturn the current time in seconds since the Epoch."},
    {"time_ns", time_time_ns, "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch."},
    {"sleep", time_sleep, "sleep($module, object, /)\n--\n\nsleep(seconds)"},
    {"gmtime", time_gmtime, "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min, tm_sec, tm_wday, tm_yday, tm_isdst)"},
    {"localtime", time_localtime, "localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min, tm_sec,tm_wday,tm_yday,tm_isdst)"},
    {"asctime", time_asctime, "asctime([tuple]) -> string"},
    {"ctime", time_ctime, "ctime(seconds) -> string"},
    {"mktime", time_mktime, "mktime(tuple) -> floating-point number"},
    {"strftime", time_strftime, "strftime(format[, tuple]) -> string"},
    {"monotonic", time_virtual, "monotonic() -> float\n\nMonotonic clock, cannot go backward."},
    {"monotonic_ns", time_virtual_ns, "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds."},
    {"process_time", time_virtual, "process_time() -> float\n\nProcess time for profiling: sum of the kernel and user-space CPU time."},
    {"process_time_ns", time_virtual_ns, "process_time() -> int"},
    {"thread_time", time_virtual, "thread_time() -> float"},
    {"thread_time_ns", time_virtual_ns, "thread_time() -> int"},
    {"perf_counter", time_virtual, "perf_counter() -> float\n\nPerformance counter for benchmarking."},
    {"perf_counter_ns", time_virtual_ns, "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds."},
    {}};

}  // namespace

void time_init() { slept = 0; }
int64_t virtual_nanoseconds() { return static_cast<int64_t>(current_tick) * 1000 + slept; }
void virtual_sleep(int64_t nanoseconds) { slept += nanoseconds; }

Object* init_time() {
  Object* module = module_new("time");
  if (!module || module_add_functions(module, time_methods) < 0) {
    xdecref(module);
    return nullptr;
  }
  Object* name = unicode_from_string("UTC");
  Object* names = name ? tuple_pack(name, name) : nullptr;
  xdecref(name);
  bool ok = struct_sequence_init_builtin(&struct_time_type, &kTimeDesc, 0) == 0 && module_add_int_constant(module, "timezone", 0) == 0 &&
            module_add_int_constant(module, "altzone", 0) == 0 && module_add_int_constant(module, "daylight", 0) == 0 &&
            module_add(module, "tzname", names) == 0 &&
            module_add_object_ref(module, "struct_time", &struct_time_type) == 0;
  if (!ok) clear_ref(module);
  return module;
}

}  // namespace py
