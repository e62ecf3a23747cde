package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// writeBill writes what a program is made of: every module that is linked into it, as
// the program itself says, with its licences.
func writeBill(name, program string, modules []licensed, t tree) (err error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	bill := cdx.NewBOM()
	// One number for one program, which the same bytes make again.
	id := sum
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // RFC 9562: version 8
	bill.SerialNumber = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[0:4], id[4:6], id[6:8], id[8:10], id[10:16])
	main := module(info.Main.Path, t.version, cdx.ComponentTypeApplication)
	main.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: fmt.Sprintf("%x", sum)}}
	bill.Metadata = &cdx.Metadata{Timestamp: t.made.Format(time.RFC3339), Component: &main}
	components, err := components(info, modules)
	if err != nil {
		return err
	}
	bill.Components = &components
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	return cdx.NewBOMEncoder(out, cdx.BOMFileFormatJSON).SetPretty(true).Encode(bill)
}

// components are Go's library and the modules of a program. One whose licence was not
// found is an error, as is one that has texts and is not in the program.
func components(info *buildinfo.BuildInfo, modules []licensed) ([]cdx.Component, error) {
	known := map[string]licensed{}
	for _, m := range modules {
		known[m.key()] = m
	}
	linked := []*debug.Module{{Path: standard, Version: info.GoVersion}}
	var all []cdx.Component
	for _, m := range append(linked, info.Deps...) {
		if m.Replace != nil {
			m = m.Replace
		}
		found, ok := known[licensed{path: m.Path, version: m.Version}.key()]
		if !ok {
			return nil, fmt.Errorf("%s@%s is in the program, and has no licence", m.Path, m.Version)
		}
		delete(known, found.key())
		component := module(m.Path, m.Version, cdx.ComponentTypeLibrary)
		component.Licenses = &cdx.Licenses{}
		for _, id := range found.ids {
			*component.Licenses = append(*component.Licenses, cdx.LicenseChoice{License: &cdx.License{ID: id}})
		}
		all = append(all, component)
	}
	for key := range known {
		return nil, fmt.Errorf("%s has a licence, and is not in the program", key)
	}
	return all, nil
}

func module(path, version string, kind cdx.ComponentType) cdx.Component {
	url := fmt.Sprintf("pkg:golang/%s@%s", path, version)
	return cdx.Component{BOMRef: url, Type: kind, Name: path, Version: version, PackageURL: url}
}
