package phrase

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// Forms writes each {one|other} in a format of package fmt as form has it: of the argument,
// from 1, whose %d is the last before it.
func Forms(format string, form func(arg int, one, other string) string) string {
	if !strings.Contains(format, "|") {
		return format
	}
	next, number := 1, 1
	return verbOrForms.ReplaceAllStringFunc(format, func(part string) string {
		one, other, are := strings.Cut(strings.Trim(part, "{}"), "|")
		switch {
		case part == "%%":
			return part
		case are:
			return form(number, one, other)
		}
		if _, place, placed := strings.Cut(part, "["); placed {
			place, _, _ = strings.Cut(place, "]")
			next, _ = strconv.Atoi(place)
		}
		if strings.HasSuffix(part, "d") {
			number = next
		}
		next++
		return part
	})
}

var verbOrForms = regexp.MustCompile(`%[-+# 0]*(?:\[\d+\])?[\d.]*[a-zA-Z%]|\{[^{}|%]*\|[^{}|%]*\}`)

// Sprintf is fmt.Sprintf of a format with forms, in English.
func Sprintf(format string, args ...any) string { return fmt.Sprintf(formed(format, args), args...) }

// formed is a format with the forms that go with its arguments in English.
func formed(format string, args []any) string {
	return Forms(format, func(arg int, one, other string) string {
		if arg <= len(args) {
			if n := reflect.ValueOf(args[arg-1]); n.CanInt() && n.Int() == 1 {
				return one
			}
		}
		return other
	})
}
