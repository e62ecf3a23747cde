package lint

// placeOf is where a member is written: in its type's definition, or in a
// partial that the definition has, itself or by another. It is blank for one that
// is not to be looked at.
func (s *Schema) placeOf(m member) place {
	if s.has != nil && !s.has[m.name()] {
		return place{}
	}
	if found, ok := s.inBlock("definition "+m.typ, m.relation.GetName()); ok {
		return found
	}
	return place{file: s.sources[0].file}
}

func (s *Schema) inBlock(name, member string) (place, bool) {
	for _, source := range s.sources {
		block, ok := source.blocks[name]
		if !ok {
			continue
		}
		if line, ok := block.members[member]; ok {
			return place{source.file, line}, true
		}
		for _, partial := range block.partials { // never in a circle: that does not compile
			if found, ok := s.inBlock("partial "+partial, member); ok {
				return found, true
			}
		}
	}
	return place{}, false
}
