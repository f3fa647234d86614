package dev.binrun.reload;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/**
 * The parts of a class that other classes are compiled against.
 *
 * @param members the declarations that are not private, of nested classes too
 * @param constants the values that the compiler copies into other classes
 * @param supertypes the qualified names of the direct supertypes
 */
record ClassShape(Set<String> members, Set<String> constants, Set<String> supertypes) {
    private static final ClassShape NONE = new ClassShape(Set.of(), Set.of(), Set.of());

    /** Returns the shape of a class; one without members if there is no such class. */
    static ClassShape of(Elements elements, String qualifiedName) {
        TypeElement type = elements.getTypeElement(qualifiedName);
        if (type == null) {
            return NONE;
        }
        Set<String> members = new TreeSet<>();
        Set<String> constants = new TreeSet<>();
        Set<String> supertypes = new TreeSet<>();
        add(type, members, constants, supertypes);
        return new ClassShape(members, constants, supertypes);
    }

    private static void add(TypeElement type, Set<String> members, Set<String> constants, Set<String> supertypes) {
        List<TypeMirror> parents = Stream.concat(Stream.of(type.getSuperclass()), type.getInterfaces().stream())
                .collect(Collectors.toList());
        parents.stream()
                .filter(DeclaredType.class::isInstance)
                .map(parent -> ((TypeElement) ((DeclaredType) parent).asElement()).getQualifiedName())
                .forEach(name -> supertypes.add(name.toString()));
        members.add(type.getKind() + " " + type.getModifiers() + " " + type.getQualifiedName() + " "
                + type.getTypeParameters().stream()
                        .map(parameter -> parameter + " " + parameter.getBounds())
                        .toList()
                + " " + parents + " " + type.getPermittedSubclasses() + " " + type.getRecordComponents());
        for (Element member : type.getEnclosedElements()) {
            if (member.getModifiers().contains(Modifier.PRIVATE)) {
                continue;
            }
            if (member instanceof TypeElement nested) {
                add(nested, members, constants, supertypes);
            } else {
                members.add(type.getQualifiedName() + " " + declaration(member));
            }
            if (member instanceof VariableElement field && field.getConstantValue() != null) {
                constants.add(type.getQualifiedName() + "." + field + " " + field.getConstantValue());
            }
        }
    }

    private static String declaration(Element member) {
        String more = member instanceof ExecutableElement method
                ? " " + method.getReturnType() + " " + method.getTypeParameters() + " " + method.getThrownTypes() + " "
                        + method.isVarArgs() + " " + Objects.toString(method.getDefaultValue(), "")
                : "";
        return member.getKind() + " " + member.getModifiers() + " " + member + " " + member.asType() + more;
    }
}
