package formats

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// held says which test holds what can go wrong with a source, or while one is loaded: the
// file, below the module's root, and what of it is about the fault.
var held = []struct{ fault, file, about string }{
	{"cut off after any byte: CSV", "loader/source/csv/faults_test.go", "func TestCutOffAnywhere("},
	{"cut off after any byte: a workbook", "loader/source/xlsx/xlsx_test.go", "func TestNeverShorter("},
	{"cut off after any byte: a document", "loader/source/document/document_test.go", "func TestCutOff("},
	{"cut off after any byte: FHIR", "loader/source/fhir/fhir_test.go", "func TestNothingOfHalfAFile("},
	{"cut off after any byte: MindBridge", "loader/source/mindbridge/mindbridge_test.go", "func TestNothingOfHalfAFile("},
	{"cut off after any byte: Minddistrict", "loader/source/minddistrict/minddistrict_test.go", "func TestNothingOfHalfAFile("},
	{"cut off after any byte: baton", "loader/source/baton/baton_test.go", "func TestCutOff("},
	{"cut off after any byte: JSON of every export", "loader/source/internal/jsondoc/jsondoc_test.go", "func TestParseRefusesEveryHalf("},
	{"cut off: a directory's answer", "loader/source/ldap/ldap_test.go", "func TestNothingOfHalfAnAnswer("},
	{"cut off: a server's answer", "loader/source/internal/web/web_test.go", `{"half an answer"`},
	{"a last line without an end", "loader/source/csv/faults_test.go", "func TestLastLineWithoutAnEnd("},
	{"a header and nothing else, in every format of files", "loader/emptied_test.go", "func TestHeaderOnlyInEveryFormat("},
	{"an empty directory", "loader/source/ldap/ldap_test.go", `{why: "nobody"`},
	{"half the rows, in every format of files", "loader/emptied_test.go", "half := s.rows()"},
	{"half the entries of a directory", "loader/source/ldap/ldap_test.go", "func TestADirectoryOfHalf("},
	{"a file is missing", "loader/read_test.go", `{"a file is missing"`},
	{"a kind of row is missing", "loader/emptied_test.go", "func TestWhatASourceHasNoneOfAnyMoreIsSaid("},
	{"another encoding", "loader/source/csv/dialects_test.go", `{"half of UTF-16"`},
	{"a key twice", "loader/source/csv/dialects_test.go", `{"a user twice who differ"`},
	{"ids of 1023 to 1025 bytes, *, NUL, controls, bidi", "loader/source/formats/faults_test.go", "func TestIDsInEveryFormat("},
	{"a symbolic link out of the folder", "cmd/remit/testdata/script/files.txtar", "symlink people/links.csv -> ../secret.txt"},
	{"a pipe", "loader/pipe_test.go", "func TestReadRefusesAPipe("},
	{"a pipe, a device", "cmd/remit/testdata/script/files.txtar", "exits 2 remit apply /dev/zero"},
	{"a huge file", "loader/pipe_test.go", "func TestReadRefusesAHugeFile("},
	{"a file that is another one the next time", "loader/source/files_test.go", "func TestFilesAreReadOnce("},
	{"a zip bomb", "loader/source/xlsx/xlsx_test.go", "func TestBomb("},
	{"formulas", "loader/source/xlsx/xlsx_test.go", `{"a formula"`},
	{"hidden sheets, rows and columns", "loader/source/xlsx/xlsx_test.go", `{"a hidden sheet"`},
	{"JSON of depth 10,000: exports", "loader/source/internal/jsondoc/jsondoc_test.go", `{"deep", strings.Repeat("[", 10_000)`},
	{"JSON of depth 10,000: a document", "loader/source/document/document_test.go", `{"very deep in JSON"`},
	{"JSON of depth 10,000: FHIR", "loader/source/fhir/fhir_test.go", `{"deep", `},
	{"pages without end: servers", "loader/source/internal/web/web_test.go", `{"ever more pages"`},
	{"pages without end: a directory", "loader/source/ldap/ldap_test.go", `{why: "pages without end"`},
	{"200 with HTML", "loader/source/internal/web/web_test.go", `{"a sign-in page"`},
	{"a source that is being written", "loader/follow/follow_test.go", "func TestRunKeepsWhatWasGood("},
	{"the loader is killed at any write", "loader/resume_test.go", "func TestResume("},
	{"the network is cut at any byte, is slow, falls silent", "loader/network_test.go", "func TestNetworkIsCut("},
	{"SpiceDB is killed, PostgreSQL restarts, in the middle of a sync", "fixtures/container/restart_test.go", "{\"SpiceDB is killed\""},
}

// The table is true: each of them is there.
func TestFaultsAreHeld(t *testing.T) {
	for _, h := range held {
		text, err := os.ReadFile(filepath.Join("../../..", h.file))
		if err != nil || !strings.Contains(string(text), h.about) {
			t.Errorf("%s: %s has no %s (%v)", h.fault, h.file, h.about, err)
		}
	}
}
