package web

import (
	"net/http"
	"net/url"
	"strings"
)

// next is the address in `Link: <…>; rel="next"` (RFC 8288); blank for none.
func next(answer *http.Response, address string) string {
	for _, header := range answer.Header.Values("Link") {
		for link := range strings.SplitSeq(header, ",") {
			target, parameters, _ := strings.Cut(strings.TrimSpace(link), ">")
			if isNext(parameters) && strings.HasPrefix(target, "<") {
				return resolved(address, target[1:])
			}
		}
	}
	return ""
}

func isNext(parameters string) bool {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(name, "rel") && strings.EqualFold(strings.Trim(value, `"`), "next") {
			return true
		}
	}
	return false
}

// resolved is a link of a page as an address; as it is, where it is none.
func resolved(page, link string) string {
	base, err := url.Parse(page)
	if err != nil {
		return link
	}
	target, err := base.Parse(link)
	if err != nil {
		return link
	}
	return target.String()
}

// Chain reads a page and those that follow it, as next says; a blank one is the
// end.
func Chain(page Page, err error, next func(Page) (string, error), get func(address string) (Page, error)) ([]Page, error) {
	var pages []Page
	for {
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
		link, wrong := next(page)
		if wrong != nil || link == "" {
			return pages, wrong
		}
		page, err = get(resolved(page.Address, link))
	}
}
