// Package loopback tells this machine from others, to which nothing goes in clear.
package loopback

import "net"

// Is says whether a host, as in HOST:PORT or a URL, without brackets, is this machine
// and cannot be another.
func Is(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
