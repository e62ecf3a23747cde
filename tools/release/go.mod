// The program that makes a release, apart from the library, so that nobody who imports
// remit downloads what it needs.
module github.com/remit-authz/remit/tools/release

go 1.26.6

require (
	github.com/CycloneDX/cyclonedx-go v0.12.0
	github.com/google/licensecheck v0.3.1
	golang.org/x/mod v0.41.0
	golang.org/x/tools v0.51.0
)

require golang.org/x/sync v0.23.0 // indirect
