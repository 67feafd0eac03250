package dev.qunfa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation and the examples of deployments say what the service does. */
class DocsTest {
    private static final Path REFERENCE = Path.of("docs/reference.md");
    private static final Path README = Path.of("README.md");
    private static final Path COMPOSE = Path.of("docker-compose.yml");

    /** Of a row {@code | `VARIABLE` | `default` | meaning |}. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]+)` \\| (?:`([^`]*)`)?");

    private static final Pattern VARIABLE = Pattern.compile("\\b(?:QUNFA|QUARKUS|DB)_[A-Z0-9_]*[A-Z0-9]\\b");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:)([^)#\\s]*)(#[^)\\s]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern COMPOSE_DEFAULT = Pattern.compile("\\$\\{([A-Z0-9_]+):-([^}]*)}");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, String> KNOWN = KnownSettings.withDefaults();

    @Test
    void theReferenceListsEveryVariableThatTheServiceKnowsAndNoOther() {
        assertThat(rows(REFERENCE).keySet()).isEqualTo(KNOWN.keySet());
    }

    @Test
    void theReferenceTellsTheDefaultsOfTheCode() {
        Map<String, String> documented = rows(REFERENCE);

        KNOWN.forEach((variable, value) -> {
            if (!value.isEmpty()) {
                assertThat(documented.get(variable)).as(variable).isEqualTo(value);
            }
        });
    }

    @Test
    void theReadmeRepeatsTheReference() {
        Map<String, String> reference = rows(REFERENCE);

        assertThat(rows(README))
                .isNotEmpty()
                .allSatisfy((variable, value) -> assertThat(value).as(variable).isEqualTo(reference.get(variable)));
    }

    @Test
    void theExamplesOfTheReadmeNameVariablesThatExist() throws IOException {
        assertThat(variablesIn(README)).isSubsetOf(KNOWN.keySet());
    }

    @Test
    void theServiceStartsWithTheVariablesOfTheComposeFile() throws IOException {
        Map<String, String> environment = new TreeMap<>();
        YAML.readTree(COMPOSE.toFile())
                .at("/services/qunfa/environment")
                .properties()
                .forEach(field -> environment.put(
                        field.getKey(), resolved(field.getValue().asText())));

        assertThat(environment.keySet()).isSubsetOf(KNOWN.keySet());
        assertThat(StartCheck.firstProblem(config(environment))).isEmpty();
    }

    @Test
    void theComposeFileRepeatsTheDefaultsOfTheReference() throws IOException {
        Map<String, String> reference = rows(REFERENCE);

        COMPOSE_DEFAULT.matcher(Files.readString(COMPOSE)).results().forEach(variable -> {
            String documented = reference.getOrDefault(variable.group(1), "");
            if (!documented.isEmpty()) {
                assertThat(variable.group(2)).as(variable.group(1)).isEqualTo(documented);
            }
        });
    }

    @Test
    void theServiceStartsWithTheConfigMapAndTheSecretOfTheManifests() throws IOException {
        Map<String, String> environment = new TreeMap<>();
        for (String part : List.of("k8s/configmap.yaml:data", "k8s/secret.example.yaml:stringData")) {
            JsonNode manifest = YAML.readTree(Path.of(part.split(":")[0]).toFile());
            manifest.path(part.split(":")[1])
                    .properties()
                    .forEach(field ->
                            environment.put(field.getKey(), field.getValue().asText()));
        }

        assertThat(environment.keySet()).isSubsetOf(KNOWN.keySet());
        assertThat(StartCheck.firstProblem(config(environment))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksPointToFilesAndHeadingsThatExist(Path page) throws IOException {
        for (MatchResult link : links(page)) {
            Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).contains(link.group(2).substring(1));
            }
        }
    }

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> manifests = Files.walk(Path.of("k8s"))) {
            return Stream.of(top, docs, manifests)
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    private static Map<String, String> rows(Path page) {
        try {
            return ROW.matcher(configurationOf(Files.readString(page)))
                    .results()
                    .collect(Collectors.toMap(
                            row -> row.group(1),
                            row -> row.group(2) == null ? "" : row.group(2).replace("\\|", "|"),
                            (one, other) -> one,
                            TreeMap::new));
        } catch (IOException e) {
            throw new AssertionError(page + " cannot be read", e);
        }
    }

    /** What stands under the heading "Configuration", other tables look the same. */
    private static String configurationOf(String page) {
        return page.split("(?m)^#+ Configuration$")[1].split("(?m)^## ")[0];
    }

    private static Set<String> variablesIn(Path page) throws IOException {
        return VARIABLE.matcher(Files.readString(page))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<MatchResult> links(Path page) throws IOException {
        return LINK.matcher(Files.readString(page)).results().toList();
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase().replaceAll("[^\\p{L}\\p{N} _-]", ""))
                .map(heading -> heading.replace(' ', '-'))
                .toList();
    }

    private static String resolved(String value) {
        return COMPOSE_DEFAULT.matcher(value).replaceAll("$2");
    }

    private static Config config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, 300))
                .build();
    }
}
