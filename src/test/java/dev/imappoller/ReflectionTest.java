package dev.imappoller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.imappoller.start.JavaRuntimeHandler;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.ObjectInputStream;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The native executable holds what the code names, and of what is looked for by its name at run time only what is registered. So the main
 * code looks for nothing, and what a library reads of it by reflection is registered.
 */
class ReflectionTest {
    private static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target/classes"));

    /** Of {@link Class}, what finds members, classes or files by name, or makes something of them. */
    private static final List<String> LOOK_UPS =
            List.of("forName", "getResource", "newInstance", "getDeclared", "getMethod", "getField", "getConstructor");

    /** Of {@link ObjectMapper}, what turns objects into JSON or back; trees need no reflection. */
    private static final List<String> BINDING =
            List.of("readValue", "readerFor", "convertValue", "treeToValue", "valueToTree", "writeValue", "writerFor");

    @Test
    void nothingIsLookedForAtRunTime() {
        check(noClasses()
                .that(notOnlyForTheJvm())
                .should()
                .accessTargetWhere(isALookUp())
                .because("the native executable has only what is registered; name it in the code instead"));
    }

    @Test
    void nothingIsCalledByReflection() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .because("the native executable has only what is registered; call it instead"));
    }

    @Test
    void jsonIsReadAndWrittenAsTreesOrTokens() {
        check(
                noClasses()
                        .should()
                        .accessTargetWhere(bindsJson())
                        .because(
                                "binding reads classes by reflection; what functions answer is bound by Quarkus, and registered"));
    }

    @Test
    void theTableClientIsTheOneWithoutReflection() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.enhanced..")
                .because("the enhanced client generates classes at run time"));
    }

    @Test
    void whatFunctionsTakeAndAnswerIsRegistered() {
        Set<Class<?>> bound = new HashSet<>();
        int functions = 0;
        for (JavaClass type : MAIN) {
            for (Method method : type.reflect().getDeclaredMethods()) {
                if (method.isAnnotationPresent(Funq.class)) {
                    functions++;
                    collect(method.getGenericReturnType(), bound);
                    for (Type parameter : method.getGenericParameterTypes()) {
                        collect(parameter, bound);
                    }
                }
            }
        }
        Set<String> missing = new TreeSet<>();
        for (Class<?> type : bound) {
            if (!type.isAnnotationPresent(RegisterForReflection.class)) {
                missing.add(type.getName());
            }
        }

        assertThat(functions).isEqualTo(4);
        assertThat(bound).contains(Report.class, Report.Line.class, BatchAnswer.Failure.class);
        assertThat(missing).as("lack @RegisterForReflection").isEmpty();
    }

    /** All types of this project that Jackson gets to see: a record, and what its components are. */
    private static void collect(Type type, Set<Class<?>> found) {
        List<Type> next = new ArrayList<>();
        if (type instanceof ParameterizedType generic) {
            next.addAll(List.of(generic.getActualTypeArguments()));
        } else if (type instanceof Class<?> plain && !TreeNode.class.isAssignableFrom(plain)) {
            if (plain.getName().startsWith("dev.imappoller.") && found.add(plain)) {
                assertThat(plain.isRecord()).as("%s is a record", plain).isTrue();
                for (RecordComponent component : plain.getRecordComponents()) {
                    next.add(component.getGenericType());
                }
            }
        }
        next.forEach(each -> collect(each, found));
    }

    /** No executable runs it. */
    private static DescribedPredicate<JavaClass> notOnlyForTheJvm() {
        return DescribedPredicate.not(JavaClass.Predicates.type(JavaRuntimeHandler.class));
    }

    private static DescribedPredicate<JavaAccess<?>> isALookUp() {
        return DescribedPredicate.describe("it looks something up by name", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            return owner.isEquivalentTo(Class.class) && LOOK_UPS.stream().anyMatch(name::startsWith)
                    || owner.isAssignableTo(ClassLoader.class)
                    || owner.isEquivalentTo(Thread.class) && name.endsWith("ContextClassLoader")
                    || owner.isEquivalentTo(ServiceLoader.class)
                    || owner.isAssignableTo(ResourceBundle.class)
                    || owner.isAssignableTo(ObjectInputStream.class);
        });
    }

    private static DescribedPredicate<JavaAccess<?>> bindsJson() {
        return DescribedPredicate.describe("it binds JSON to classes", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            return owner.getPackageName().startsWith("com.fasterxml.jackson")
                    && BINDING.stream().anyMatch(name::startsWith);
        });
    }

    private static void check(ArchRule rule) {
        rule.check(MAIN);
    }
}
