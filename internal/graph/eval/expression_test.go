package eval_test

import (
	"fmt"
	"slices"
	"strings"
)

// addPermissions gives a type permissions. Within the type they refer only to
// what stands before: SpiceDB refuses names that refer to each other in a
// circle. Through an arrow they refer to anything.
func (w *world) addPermissions(t *objectType) {
	for i := range 3 + w.random.IntN(4) {
		name := fmt.Sprintf("perm%d", i)
		w.sign = map[string]bool{}
		expression := w.expression(t, 0)
		if w.caveated {
			expression = "(" + expression + ") + nil" // not another name, whose sign would be missed
		}
		t.text = append(t.text, "permission "+name+" = "+expression)
		t.permissions = append(t.permissions, name)
	}
}

func (w *world) expression(t *objectType, depth int) string {
	if depth > 2 || w.one(3) {
		return w.operand(t, false)
	}
	operator := pick(w, []string{" + ", " + ", " & ", " & ", " - "})
	operands := make([]string, 2+w.random.IntN(2))
	for i := range operands {
		operands[i] = w.expression(t, depth+1)
		if operator == " - " && i > 0 {
			// Not an expression: see TestSpiceDBConfusesSubtractedExpressions.
			operands[i] = w.operand(t, true)
		}
	}
	return "(" + strings.Join(operands, operator) + ")"
}

// operand is one operand that is added, or subtracted.
func (w *world) operand(t *objectType, subtracted bool) string {
	for range 20 {
		operand := w.anyOperand(t)
		before, used := w.sign[operand]
		if !w.caveated || !used || before == subtracted {
			w.sign[operand] = subtracted
			return operand
		}
	}
	return "nil"
}

func (w *world) anyOperand(t *objectType) string {
	switch w.random.IntN(20) {
	case 0:
		return "nil"
	case 1:
		if w.self {
			return "self"
		}
	case 2, 3, 4, 5, 6, 7, 8:
		if arrow, ok := w.arrow(t); ok {
			return arrow
		}
	case 9, 10, 11:
		if len(t.permissions) > 0 {
			return pick(w, t.permissions)
		}
	}
	return pick(w, t.relations).name
}

// arrow follows a relation that leads to objects and to nobody in general:
// SpiceDB refuses the others.
func (w *world) arrow(t *objectType) (string, bool) {
	var follow []*relationDef
	for _, r := range t.relations {
		if r.leadsOn() {
			follow = append(follow, r)
		}
	}
	if len(follow) == 0 {
		return "", false
	}
	r := pick(w, follow)
	formats := []string{"%s.all(%s)", "%s.all(%s)", "%s->%s", "%s.any(%s)"}
	if r.caveated() {
		formats = formats[2:] // see TestSpiceDBMixesCaveatsUnderAll
	}
	format := pick(w, formats)
	if format == "%s.any(%s)" && w.caveated {
		format = "%s->%s" // the same by another name
	}
	return fmt.Sprintf(format, r.name, w.asked(r)), true
}

func (r *relationDef) leadsOn() bool {
	on := false
	for _, k := range r.kinds {
		if k.wildcard {
			return false
		}
		on = on || len(k.typ.relations) > 0
	}
	return on
}

func (r *relationDef) caveated() bool {
	return slices.ContainsFunc(r.kinds, func(k kind) bool { return k.caveat != "" })
}

// asked is what an arrow asks of the next object: often something that only
// some of the relation's types have.
func (w *world) asked(r *relationDef) string {
	k := pick(w, r.kinds)
	for len(k.typ.relations) == 0 {
		k = pick(w, r.kinds)
	}
	if w.one(2) {
		return pick(w, k.typ.relations).name
	}
	return fmt.Sprintf("perm%d", w.random.IntN(3))
}
