package dev.qunfa.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'msg_type':1,'msg_content':'开团啦'",
                "'msg_type':1,'msg_content':'','at':1",
                "'msg_type':1,'at':2,'at_contact_id_list':['c-1']",
                "'msg_type':2,'href':'https://e.com','title':'t','desc':'d','msg_content':'https://e.com/i.png'",
                "'msg_type':3,'msg_content':'https://e.com/i.png'",
                "'msg_type':4,'href':'https://e.com/v.mp4','voice_time':30",
                "'msg_type':5,'msg_content':'https://e.com/v.silk','voice_time':31",
                "'msg_type':6,'href':'https://e.com/f.pdf','title':'f.pdf'",
                "'msg_type':7,'msg_content':'c-1'",
                "'msg_type':8,'msg_content':'e30='",
                "'msg_type':17,'ats':[{'type':0,'value':''},{'type':1,'value':'c-1'}]",
                "'msg_type':1,'msg_content':'x','title':null,'unheard_of':1"
            })
    void takes_what_the_page_allows(String item) {
        assertThat(problemOf(item)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'msg_type':1,'msg_content':''|msg_list[0].msg_content",
                "'msg_type':1,'msg_content':'x','at':3|msg_list[0].at",
                "'msg_type':1,'msg_content':'x','at':2|msg_list[0].at_contact_id_list",
                "'msg_type':1,'msg_content':'x','at_location':2|msg_list[0].at_location",
                "'msg_type':2,'title':'t'|msg_list[0].href",
                "'msg_type':3,'msg_content':'https://e.com/i.png','at':1|msg_list[0].at",
                "'msg_type':4,'href':'https://e.com/v.mp4','voice_time':31|msg_list[0].voice_time",
                "'msg_type':5,'msg_content':'https://e.com/v.silk'|msg_list[0].voice_time",
                "'msg_type':8,'msg_content':'no base64'|msg_list[0].msg_content",
                "'msg_type':9,'msg_content':'x'|msg_list[0].msg_type",
                "'msg_type':17,'ats':[{'type':2,'value':'x'}]|msg_list[0].ats"
            })
    void names_the_field_that_breaks_a_rule(String item, String field) {
        assertThat(problemOf(item)).isEqualTo(field);
    }

    @Test
    void counts_code_points_against_the_limits() {
        String atLimit = "😀".repeat(20_000);

        assertThat(problemOf("'msg_type':1,'msg_content':'" + atLimit + "'")).isNull();
        assertThat(problemOf("'msg_type':1,'msg_content':'" + atLimit + "x'")).isEqualTo("msg_list[0].msg_content");
        assertThat(problemOf("'msg_type':2,'href':'h','title':'" + "x".repeat(601) + "'"))
                .isEqualTo("msg_list[0].title");
        assertThat(problemOf("'msg_type':2,'href':'h','desc':'" + "x".repeat(1_025) + "'"))
                .isEqualTo("msg_list[0].desc");
    }

    @Test
    void wants_one_to_twenty_items_numbered_without_a_gap() {
        assertThat(problemOfList(items(1, 20))).isNull();
        assertThat(problemOfList(items(1, 21))).isEqualTo("msg_list");
        assertThat(problemOfList("")).isEqualTo("msg_list");
        assertThat(problemOfList(items(2, 3))).isEqualTo("msg_list.msg_num");
        assertThat(problemOfList(items(1, 1) + "," + items(1, 1))).isEqualTo("msg_list.msg_num");
        assertThat(problemOfList(items(0, 1))).isEqualTo("msg_list[0].msg_num");
    }

    @Test
    void wants_three_ids_and_a_deadline_that_is_a_whole_number() {
        assertThat(problemOfBody("{}")).isEqualTo("robot_id");
        assertThat(problemOfBody("[]")).isEqualTo("body");
        assertThat(RequestCheck.firstProblem(null)).isEqualTo("body");
        String ids = "{'robot_id':'r','group_id':'g','msg_id':'m','msg_list':[" + items(1, 1) + "],";
        assertThat(problemOfBody(ids + "'dead_line':1767225600}")).isNull();
        assertThat(problemOfBody(ids + "'dead_line':'1767225600'}")).isNull();
        assertThat(problemOfBody(ids + "'dead_line':'soon'}")).isEqualTo("dead_line");
        assertThat(problemOfBody(ids + "'msg_id':''}")).isEqualTo("msg_id");
    }

    private static String items(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> "{'msg_num':" + i + ",'msg_type':1,'msg_content':'x'}")
                .collect(Collectors.joining(","));
    }

    private static String problemOf(String item) {
        return problemOfList("{'msg_num':1," + item + "}");
    }

    private static String problemOfList(String items) {
        return problemOfBody("{'robot_id':'r','group_id':'g','msg_id':'m','msg_list':[" + items + "]}");
    }

    private static String problemOfBody(String body) {
        return RequestCheck.firstProblem(Json.treeOrNull(body.replace('\'', '"').getBytes(UTF_8)));
    }
}
