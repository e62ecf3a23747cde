package ldap

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/go-ldap/ldap/v3"

	"github.com/remit-authz/remit/internal/phrase"
)

// disabling are the attributes that say that an account is disabled, each with
// what of its values says so. An error is a value that says nothing.
func disabling() map[string]func(string) (bool, error) {
	return map[string]func(string) (bool, error){
		"userAccountControl": func(v string) (bool, error) {
			flags, err := strconv.ParseInt(v, 10, 64)
			return flags&2 != 0, err
		},
		"nsAccountLock":        isTrue,
		"loginDisabled":        isTrue,
		"pwdAccountLockedTime": func(v string) (bool, error) { return v == "000001010000Z", nil }, // others end by themselves
	}
}

func isTrue(v string) (bool, error) { return strconv.ParseBool(strings.ToLower(v)) }

// disabled says whether an account is, by any attribute that says so.
func (o Options) disabled(e *ldap.Entry) (bool, error) {
	off := false
	for name, says := range disabling() {
		for _, v := range e.GetEqualFoldAttributeValues(name) {
			disabled, err := says(v)
			if err != nil {
				return false, phrase.Errorf("%s is %q, which is not known", name, v)
			}
			off = off || disabled
		}
	}
	if o.Disabled == "userAccountControl" && len(e.GetEqualFoldAttributeValues(o.Disabled)) == 0 {
		return false, phrase.Errorf("has no %s: may %s read it?", o.Disabled, o.BindDN)
	}
	expired, err := o.expired(e)
	return off || expired, err
}

// expired says whether an account's time is over: in Active Directory, the tenths
// of microseconds since 1601; 0 and the greatest number are never.
func (o Options) expired(e *ldap.Entry) (bool, error) {
	for _, v := range e.GetEqualFoldAttributeValues("accountExpires") {
		ticks, err := strconv.ParseInt(v, 10, 64)
		if err != nil || ticks < 0 {
			return false, phrase.Errorf("accountExpires is %q, which is not known", v)
		}
		if at := time.Unix(ticks/1e7-11_644_473_600, 0); ticks != 0 && ticks != 1<<63-1 && !at.After(o.Now) {
			return true, nil
		}
	}
	return false, nil
}

// id is the one value of the attribute that is the user's id. An objectGUID is
// written as Windows does.
func (o Options) id(e *ldap.Entry) (string, error) {
	values := e.GetEqualFoldRawAttributeValues(o.ID)
	if len(values) != 1 {
		return "", phrase.Errorf("has %d values of %s: it must have one, which is its id", len(values), o.ID)
	}
	if !strings.EqualFold(o.ID, "objectGUID") {
		return string(values[0]), nil
	}
	g := values[0]
	if len(g) != 16 {
		return "", phrase.Errorf("has an objectGUID of %d bytes, which is none", len(g))
	}
	first := []byte{g[3], g[2], g[1], g[0], g[5], g[4], g[7], g[6]} // the first three numbers are little-endian
	text := hex.EncodeToString(append(first, g[8:]...))
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-"), nil
}
