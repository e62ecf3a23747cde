package ldap

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"github.com/remit-authz/remit/internal/phrase"
)

// directory is one reading of a directory.
type directory struct {
	options Options
	conn    *ldap.Conn
	entries int
}

// search finds all entries, page by page. Any error on the way is that of the
// whole: half an answer is none.
func (d *directory) search(base, filter string, attributes []string) ([]*ldap.Entry, error) {
	paging := ldap.NewControlPaging(d.options.PageSize)
	request := ldap.NewSearchRequest(base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, false, filter, attributes, []ldap.Control{paging})
	var all []*ldap.Entry
	met := map[string]bool{}
	for {
		result, err := d.conn.Search(request)
		if err != nil {
			return nil, d.failed(base, err)
		}
		if len(result.Referrals) > 0 && !d.options.Partial {
			return nil, phrase.Errorf("%s: a part of it is on another server, %s, which is not asked: set base below which all of it is, or partial to do without that part", base, result.Referrals[0])
		}
		if d.entries += len(result.Entries); d.entries > d.options.MaxEntries {
			return nil, phrase.Errorf("%s: there are more than %d entries: raise max_entries if that is right", base, d.options.MaxEntries)
		}
		all = append(all, result.Entries...)
		cookie := cookieOf(result)
		switch {
		case len(cookie) == 0:
			return all, nil
		case met[string(cookie)]:
			return nil, phrase.Errorf("%s: the directory gives the same page again: its pages do not end", base)
		}
		met[string(cookie)] = true
		paging.SetCookie(cookie)
	}
}

// cookieOf names the page that follows; none for the last.
func cookieOf(result *ldap.SearchResult) []byte {
	if paging, ok := ldap.FindControl(result.Controls, ldap.ControlTypePaging).(*ldap.ControlPaging); ok {
		return paging.Cookie
	}
	return nil
}

// failed says what to do about an answer that is none.
func (d *directory) failed(base string, err error) error {
	switch {
	case ldap.IsErrorWithCode(err, ldap.LDAPResultSizeLimitExceeded):
		return phrase.Errorf("%s: the directory returned a part only (%w): set page_size to less than its limit, or have it raised for %s", base, err, d.options.BindDN)
	case ldap.IsErrorWithCode(err, ldap.LDAPResultNoSuchObject):
		return phrase.Errorf("%s: it is not there, or %s may not see it: %w", base, d.options.BindDN, err)
	}
	return phrase.Errorf("%s: %w", base, err)
}

// values are all values of an attribute, which Active Directory returns 1,500 at a
// time: "member;range=0-1499".
func (d *directory) values(e *ldap.Entry, attribute string) ([]string, error) {
	all := e.GetEqualFoldAttributeValues(attribute)
	for next := 0; ; {
		ranged, last := rangeOf(e, attribute, next)
		switch {
		case ranged == nil && next == 0:
			return all, nil
		case ranged == nil:
			return nil, phrase.Errorf("%s: the directory returned a part of %s only", e.DN, attribute)
		}
		all = append(all, ranged.Values...)
		if last < 0 {
			return all, nil
		}
		if last < next || len(all) > d.options.MaxEntries {
			return nil, phrase.Errorf("%s: %s does not end", e.DN, attribute)
		}
		next = last + 1
		result, err := d.conn.Search(ldap.NewSearchRequest(e.DN, ldap.ScopeBaseObject, ldap.NeverDerefAliases, 0, 0, false,
			"(objectClass=*)", []string{fmt.Sprintf("%s;range=%d-*", attribute, next)}, nil))
		if err == nil && len(result.Entries) != 1 {
			err = phrase.Errorf("it is gone")
		}
		if err != nil {
			return nil, d.failed(e.DN, err)
		}
		e = result.Entries[0]
	}
}

// rangeOf is the part of an attribute's values that begins at a number, and the
// number of its last; -1 where that is the end of them.
func rangeOf(e *ldap.Entry, attribute string, from int) (*ldap.EntryAttribute, int) {
	prefix := strings.ToLower(fmt.Sprintf("%s;range=%d-", attribute, from))
	for _, a := range e.Attributes {
		if end, found := strings.CutPrefix(strings.ToLower(a.Name), prefix); found {
			if last, err := strconv.Atoi(end); err == nil && last >= 0 {
				return a, last
			}
			return a, -1
		}
	}
	return nil, -1
}
