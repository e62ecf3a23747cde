// Package random gives random tests their seeds. They are the same in every run,
// so that what fails fails again and what passes is no luck of the day; the
// environment asks for others.
package random

import (
	"flag"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// Variable names the environment variable that asks for other seeds: "new" draws
// one for each test, a number is the seed of all. Go keeps the results of tests by
// it, so "new" wants -count=1.
const Variable = "REMIT_RANDOM"

// usual is the seed without the variable.
const usual = 1

// Seed is what a test is to seed its random numbers with; it is printed.
func Seed(tb testing.TB) uint64 {
	tb.Helper()
	seed, err := seedOf(os.Getenv(Variable))
	if err != nil {
		tb.Fatalf("%s: it is new, or a number: %v", Variable, err)
	}
	tb.Logf("seed %d: %s=%d draws the same again", seed, Variable, seed)
	return seed
}

func seedOf(given string) (uint64, error) {
	switch given {
	case "":
		return usual, nil
	case "new":
		return 1 + rand.Uint64N(1e15), nil // there is room to count up from it
	}
	return strconv.ParseUint(given, 10, 63)
}

// Check is rapid.Check with the seed, unless -rapid.seed says another.
func Check(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	if given := flag.Lookup("rapid.seed").Value; given.String() == "0" {
		if err := given.Set(strconv.FormatUint(Seed(t), 10)); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = given.Set("0") }()
	}
	rapid.Check(t, property)
}
