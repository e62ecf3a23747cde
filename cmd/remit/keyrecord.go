package main

import (
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/schema"
)

// recordKey does something about a key, and records it beside the file of keys. That it
// can be recorded is known before it is done, and no folder is made for a file by a slip in
// its name.
func recordKey(file, verb, actor string, do func() (entry.KeyDeed, error)) (err error) {
	if err := files.HasFolder(file); err != nil {
		return err
	}
	log, err := openKeyRecord(ledger.Beside(file))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	deed, err := do()
	if err != nil {
		return err
	}
	now := time.Now()
	e := entry.Entry{
		Kind: entry.Key, Time: now, Recorded: now, Part: 1, Parts: 1, Key: &deed,
		Provenance: provenance.Provenance{By: "remit key " + verb, Actor: schema.Shown(actor)},
	}
	record, err := e.Encode()
	if err == nil {
		_, err = log.Append(record)
	}
	if err != nil {
		return phrase.Errorf("%s of key %s was done, and is not recorded: %w", verb, deed.ID, err)
	}
	return nil
}

// keyRecordWait is how long another verb may have the record: each has it for moments.
const keyRecordWait = 5 * time.Second

func openKeyRecord(folder string) (log *ledger.Log, err error) {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval = 5 * time.Millisecond
	for until := time.Now().Add(keyRecordWait); ; time.Sleep(waits.NextBackOff()) {
		log, err = ledger.Open(folder)
		if !errors.Is(err, ledger.ErrLocked) || time.Now().After(until) {
			return log, err
		}
	}
}

// deedOf is what a record says of a key: never the key.
func deedOf(does string, k keys.Key) entry.KeyDeed {
	return entry.KeyDeed{Does: does, ID: k.ID, Purpose: string(k.Purpose), Tenants: k.Tenants, Expires: k.Expires}
}
