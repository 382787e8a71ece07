/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "serial-tools/port/telnet.h"

#include <string.h>

static size_t receive(struct telnet *telnet, const char *text, size_t len, uint8_t *data)
{
	return telnet_receive(telnet, (const uint8_t *)text, len, data);
}

static void agree(struct telnet *telnet, enum telnet_role role)
{
	uint8_t data[16];
	struct telnet_event event;
	telnet_start(telnet, role, true);
	telnet_sent(telnet, telnet_pending(telnet).len);
	receive(telnet, role == TELNET_CLIENT ? "\xff\xfd\x2c" : "\xff\xfb\x2c", 3, data);
	assert_true(telnet_event(telnet, &event));
	assert_int_equal(event.kind, TELNET_AGREED);
}

static void test_data_comes_through_with_doubled_ff_undone(void **state)
{
	struct telnet telnet;
	uint8_t data[32];
	(void)state;
	telnet_start(&telnet, TELNET_CLIENT, false);
	size_t len = receive(&telnet,
	                     "ab\xff\xff"
	                     "c\xff\xf1"
	                     "d",
	                     8, data);
	assert_int_equal(len, 5);
	assert_memory_equal(data,
	                    "ab\xff"
	                    "cd",
	                    5);
}

static void test_commands_cut_anywhere_are_understood(void **state)
{
	static const char stream[] = "x\xff\xfd\x2cy\xff\xfa\x2c\x65\0\0\xff\xff\x01\xff\xf0z";
	struct telnet telnet;
	struct telnet_event event;
	uint8_t data[32];
	size_t len = 0;
	(void)state;
	telnet_start(&telnet, TELNET_CLIENT, true);
	for (size_t i = 0; i < sizeof(stream) - 1; i++)
		len += receive(&telnet, stream + i, 1, data + len);
	assert_int_equal(len, 3);
	assert_memory_equal(data, "xyz", 3);
	assert_true(telnet_event(&telnet, &event));
	assert_true(telnet_event(&telnet, &event));
	assert_int_equal(event.kind, TELNET_ANSWER);
	assert_int_equal(event.command, COM_PORT_RATE);
	assert_int_equal(event.value, 0xff01);
}

static void test_a_rate_is_asked_for_with_ff_doubled_inside(void **state)
{
	struct telnet telnet;
	(void)state;
	agree(&telnet, TELNET_CLIENT);
	telnet_ask(&telnet, COM_PORT_RATE, 0x0001ff00, 0);
	assert_int_equal(telnet_pending(&telnet).len, 11);
	assert_memory_equal(telnet_pending(&telnet).p, "\xff\xfa\x2c\x01\0\x01\xff\xff\0\xff\xf0",
	                    11);
}

static void test_each_unanswered_command_times_out_on_its_own(void **state)
{
	struct telnet telnet;
	struct telnet_event event;
	uint8_t data[16];
	(void)state;
	agree(&telnet, TELNET_CLIENT);
	telnet_ask(&telnet, COM_PORT_RATE, 115200, 0);
	telnet_ask(&telnet, COM_PORT_CONTROL, COM_PORT_DTR_ON, 1000);
	receive(&telnet, "\xff\xfa\x2c\x65\0\1\xc2\0\xff\xf0", 10, data);
	assert_true(telnet_event(&telnet, &event));
	assert_int_equal(event.value, 115200);
	telnet_expire(&telnet, 1000 + TELNET_ANSWER_MS - 1);
	assert_false(telnet_event(&telnet, &event));
	telnet_expire(&telnet, 1000 + TELNET_ANSWER_MS);
	assert_true(telnet_event(&telnet, &event));
	assert_int_equal(event.kind, TELNET_TIMEOUT);
	assert_int_equal(event.command, COM_PORT_CONTROL);
}

static void test_two_ends_agree_and_fall_silent(void **state)
{
	struct telnet client, server, *ends[2] = { &client, &server };
	uint8_t data[TELNET_PENDING];
	(void)state;
	telnet_start(&client, TELNET_CLIENT, true);
	telnet_start(&server, TELNET_SERVER, true);
	for (int round = 0; round < 6; round++) {
		struct telnet *from = ends[round % 2], *to = ends[1 - round % 2];
		struct bytes sent = telnet_pending(from);
		assert_int_equal(telnet_receive(to, sent.p, sent.len, data), 0);
		telnet_sent(from, sent.len);
	}
	assert_int_equal(telnet_pending(&client).len, 0);
	assert_int_equal(telnet_pending(&server).len, 0);
	assert_true(client.agreed && server.agreed);
	assert_true(client.theirs[1]); /* the server echoes */
}

static void test_an_unknown_option_is_refused_once(void **state)
{
	struct telnet telnet;
	uint8_t data[16];
	(void)state;
	telnet_start(&telnet, TELNET_CLIENT, false);
	telnet_sent(&telnet, telnet_pending(&telnet).len);
	receive(&telnet, "\xff\xfd\x18\xff\xfb\x2c", 6, data);
	assert_memory_equal(telnet_pending(&telnet).p, "\xff\xfc\x18\xff\xfe\x2c", 6);
}

static void test_an_endless_suboption_is_cut_and_counted(void **state)
{
	struct telnet telnet;
	uint8_t data[512], noise[512];
	(void)state;
	telnet_start(&telnet, TELNET_CLIENT, true);
	memset(noise, 'a', sizeof(noise));
	receive(&telnet, "\xff\xfa\x2c", 3, data);
	assert_int_equal(telnet_receive(&telnet, noise, sizeof(noise), data), 0);
	assert_int_equal(telnet.dropped, sizeof(noise) - TELNET_SUBOPTION + 1);
}

static void test_a_request_of_a_client_reaches_the_server(void **state)
{
	struct telnet telnet;
	struct telnet_event event;
	uint8_t data[16];
	(void)state;
	agree(&telnet, TELNET_SERVER);
	receive(&telnet, "\xff\xfa\x2c\x05\x05\xff\xf0\xff\xf3", 9, data);
	assert_true(telnet_event(&telnet, &event));
	assert_int_equal(event.kind, TELNET_REQUEST);
	assert_int_equal(event.value, COM_PORT_BREAK_ON);
	telnet_answer(&telnet, COM_PORT_CONTROL, COM_PORT_BREAK_ON);
	assert_memory_equal(telnet_pending(&telnet).p, "\xff\xfa\x2c\x69\x05\xff\xf0", 7);
	assert_true(telnet_event(&telnet, &event));
	assert_int_equal(event.kind, TELNET_BREAK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_data_comes_through_with_doubled_ff_undone),
		TEST(test_commands_cut_anywhere_are_understood),
		TEST(test_a_rate_is_asked_for_with_ff_doubled_inside),
		TEST(test_each_unanswered_command_times_out_on_its_own),
		TEST(test_two_ends_agree_and_fall_silent),
		TEST(test_an_unknown_option_is_refused_once),
		TEST(test_an_endless_suboption_is_cut_and_counted),
		TEST(test_a_request_of_a_client_reaches_the_server),
	};
	return cmocka_run_group_tests_name("telnet", tests, NULL, NULL);
}
