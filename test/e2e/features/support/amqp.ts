import type { Ledger } from "./ledger";

const script = "/tmp/amqp.escript";

/** A client of AMQP 0-9-1, of the libraries that RabbitMQ's image brings along: `put QUEUE TEXT`, `get QUEUE`. */
const client = String.raw`#!/usr/bin/env escript
main([Url | Words]) ->
    {ok, _} = application:ensure_all_started(amqp_client),
    logger:set_primary_config(level, none),
    {module, _} = code:ensure_loaded(amqp_auth_mechanisms),
    {ok, Parameters} = amqp_uri:parse(Url),
    case amqp_connection:start(Parameters) of
        {ok, Connection} ->
            {ok, Channel} = amqp_connection:open_channel(Connection),
            said(Channel, [list_to_binary(Word) || Word <- Words]),
            amqp_connection:close(Connection);
        {error, {Reason, _}} -> io:format("~p", [Reason]);
        {error, Reason} -> io:format("~0p", [Reason])
    end.
said(Channel, [<<"put">>, Queue, Text]) ->
    {'queue.declare_ok', Queue, _, _} = amqp_channel:call(Channel, {'queue.declare', 0, Queue, false, true, false, false, false, []}),
    {'confirm.select_ok'} = amqp_channel:call(Channel, {'confirm.select', false}),
    %% The second mode of delivery is the one that is written to the disk.
    Properties = setelement(5, list_to_tuple(['P_basic' | lists:duplicate(14, undefined)]), 2),
    ok = amqp_channel:call(Channel, {'basic.publish', 0, <<>>, Queue, false, false}, {amqp_msg, Properties, Text}),
    true = amqp_channel:wait_for_confirms(Channel, 10),
    io:format("put");
said(Channel, [<<"get">>, Queue]) ->
    case amqp_channel:call(Channel, {'basic.get', 0, Queue, true}) of
        {{'basic.get_ok', _, _, _, _, Left}, {amqp_msg, _, Text}} -> io:format("~ts, then ~b", [Text, Left]);
        {'basic.get_empty', _} -> io:format("none")
    end.
`;

/** What a client of AMQP says in the container of the service, by the URL of its variable, or another. */
export async function amqp(system: Ledger, words: string, url = '"$URL"'): Promise<string> {
  const { output } = await system.shell(
    `cat > ${script} <<'ERLANG'\n${client}ERLANG\nERL_LIBS=$(echo /opt/rabbitmq/plugins /usr/lib/rabbitmq/lib/*/plugins | tr ' ' :) escript ${script} ${url} ${words}`,
  );
  return output.trim();
}
