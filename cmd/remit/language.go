package main

import (
	"strings"

	"github.com/remit-authz/remit/schema"
)

// languageFlag is a language as a flag.
type languageFlag schema.Language

func (f *languageFlag) Set(code string) error {
	language, err := schema.ParseLanguage(code)
	if err != nil {
		return err // which is said in the language of the environment
	}
	*f = languageFlag(language)
	return nil
}

func (f *languageFlag) String() string { return schema.Language(*f).String() }
func (f *languageFlag) Type() string   { return "language" }

// languageOf is the language of an environment, by POSIX's order of its variables;
// English for one that is not known here.
func languageOf(getenv func(string) string) schema.Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			code, _, _ := strings.Cut(value, "_")
			code, _, _ = strings.Cut(code, ".")
			language, err := schema.ParseLanguage(strings.ToLower(code))
			if err != nil {
				return schema.English
			}
			return language
		}
	}
	return schema.English
}

// askedLanguage takes the language that arguments ask for, where they were not read to
// their end.
func (p *program) askedLanguage(args []string) {
	for i, arg := range args {
		code, is := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			code, is = args[i+1], true
		}
		if language, err := schema.ParseLanguage(code); is && err == nil {
			p.language = language
		}
	}
}
