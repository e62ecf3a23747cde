package entry

import "iter"

// Merged are the entries of several records in the order of their times; of one moment,
// those of the earlier record first. An error is the last that it gives.
func Merged(records ...iter.Seq2[Entry, error]) iter.Seq2[Entry, error] {
	if len(records) == 1 {
		return records[0]
	}
	return func(yield func(Entry, error) bool) {
		type head struct {
			next  func() (Entry, error, bool)
			entry Entry
			err   error
			more  bool
		}
		heads := make([]*head, len(records))
		for i, r := range records {
			next, stop := iter.Pull2(r)
			defer stop()
			heads[i] = &head{next: next}
			heads[i].entry, heads[i].err, heads[i].more = next()
		}
		for {
			var first *head
			for _, h := range heads {
				if h.more && (first == nil || h.err != nil || first.err == nil && h.entry.Time.Before(first.entry.Time)) {
					first = h
				}
			}
			if first == nil || !yield(first.entry, first.err) || first.err != nil {
				return
			}
			first.entry, first.err, first.more = first.next()
		}
	}
}
