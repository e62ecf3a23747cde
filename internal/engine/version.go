package engine

// Version is the SpiceDB in this process.
const Version = "v1.56.2"
