package output

import (
	"bufio"
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/remit-authz/remit/tools/bench/measure"
	"github.com/remit-authz/remit/tools/bench/systems"
)

// Here describes this machine, the commit of a tree, and the versions of the programs in a
// folder.
func Here(ctx context.Context, tree, programs string) (measure.Machine, error) {
	m := measure.Machine{
		At: time.Now().UTC().Truncate(time.Second), Cores: runtime.NumCPU(), Go: runtime.Version(),
		Versions: map[string]string{}, What: map[string]string{},
	}
	for _, e := range systems.All {
		m.What[e.Name] = e.What
	}
	var name unix.Utsname
	if err := unix.Uname(&name); err != nil {
		return m, err
	}
	m.System = unix.ByteSliceToString(name.Sysname[:]) + " " + unix.ByteSliceToString(name.Release[:]) + " " + runtime.GOARCH
	var err, memory error
	m.Processor, err = field("/proc/cpuinfo", "model name")
	total, memory := field("/proc/meminfo", "MemTotal")
	if err := errors.Join(err, memory); err != nil {
		return m, err
	}
	kilobytes, err := strconv.ParseInt(strings.TrimSuffix(total, " kB"), 10, 64)
	if err != nil {
		return m, fmt.Errorf("/proc/meminfo: %w", err)
	}
	m.Memory = kilobytes << 10
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return m, err
	}
	m.Load = strings.Join(strings.Fields(string(load))[:3], " ")
	if m.Commit, err = Commit(ctx, tree); err != nil {
		return m, err
	}
	return m, versions(ctx, m.Versions, programs)
}

// Commit is that of a tree, with a + where files differ from it.
func Commit(ctx context.Context, tree string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", "describe", "--always", "--abbrev=12", "--dirty=+", "--exclude=*")
	cmd.Dir = tree
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("the commit of %s: %w", tree, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// field is the value of the first line of that name.
func field(file, name string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value), nil
		}
	}
	return "", fmt.Errorf("%s has no %q", file, name)
}

// versions are those of the modules that the programs were built of, and PostgreSQL's.
func versions(ctx context.Context, into map[string]string, programs string) error {
	for program, module := range map[string]string{"spicedb": "github.com/authzed/spicedb", "openfga": "github.com/openfga/openfga"} {
		info, err := buildinfo.ReadFile(filepath.Join(programs, program))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if info.Main.Path == module {
			into[program] = info.Main.Version
		}
		for _, d := range info.Deps {
			if d.Path == module {
				into[program] = d.Version
			}
		}
	}
	if out, err := exec.CommandContext(ctx, "postgres", "--version").Output(); err == nil {
		into["postgres"] = strings.TrimSpace(strings.TrimPrefix(string(out), "postgres (PostgreSQL)"))
	}
	return nil
}
