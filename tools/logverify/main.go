// Logverify holds a record of remit's to what somebody kept of it: the whole record in
// a folder, or the proof of one entry. It shares no code with what writes records, and
// links nothing but the standard library.
//
//	logverify -kept monday.checkpoint remit.db.ledger
//	logverify -kept monday.checkpoint -proof proof.json
//
// The exit code is 0 where all is as it was signed, 1 where it is not, and 2 where that
// could not be found out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/remit-authz/remit/internal/ledger/verify"
)

// Exit codes.
const (
	exitWhole  = 0
	exitNot    = 1
	exitFailed = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// errUsage is a call that says too little, or too much.
var errUsage = errors.New("give the FOLDER of the record, or -proof FILE, and what was kept: -kept FILE, or -key FILE")

// run is the program without the process: it returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("logverify", flag.ContinueOnError)
	flags.SetOutput(stderr)
	kept := flags.String("kept", "", "`FILE` with what \"remit log checkpoint\" printed once")
	key := flags.String("key", "", "`FILE` with the public key of the record, as its file \"public\" is")
	proof := flags.String("proof", "", "`FILE` with what \"remit log prove\" printed")
	if err := flags.Parse(args); err != nil {
		return exitFailed
	}
	said, err := answer(*kept, *key, *proof, flags.Args())
	switch path := new(fs.PathError); {
	case errors.Is(err, errUsage), errors.As(err, &path):
		fmt.Fprintf(stderr, "logverify: %v\n", err)
		return exitFailed
	case err != nil:
		fmt.Fprintf(stdout, "not as it was signed: %v\n", err)
		return exitNot
	}
	fmt.Fprintln(stdout, said)
	return exitWhole
}

// answer is what to say of what is whole. An error means that it is not, but for
// errUsage and one of a file.
func answer(kept, key, proof string, folders []string) (string, error) {
	checkpoints, public, err := known(kept, key)
	switch {
	case err != nil:
		return "", err
	case public == "", (proof == "") == (len(folders) == 0), len(folders) > 1:
		return "", errUsage
	case proof != "":
		content, err := os.ReadFile(proof)
		if err != nil {
			return "", err
		}
		record, under, err := verify.Proof(content, public)
		return fmt.Sprintf("%s\nis in the record %s, of %d entries", record, under.Origin, under.Size), err
	}
	report, err := verify.Folder(os.DirFS(folders[0]), public, checkpoints...)
	return fmt.Sprintf("%d entries and %d snapshots of %s are as they were signed", report.Size, report.Snapshots, report.Origin), err
}

// known is what somebody kept: checkpoints, and the public key, blank for none.
func known(kept, key string) (checkpoints [][]byte, public string, err error) {
	if kept != "" {
		content, err := os.ReadFile(kept)
		if err != nil {
			return nil, "", err
		}
		var checkpoint []byte
		checkpoint, public = verify.ParseKept(content)
		checkpoints = append(checkpoints, checkpoint)
	}
	if key != "" {
		content, err := os.ReadFile(key)
		if err != nil {
			return nil, "", err
		}
		public = string(content)
	}
	return checkpoints, public, nil
}
