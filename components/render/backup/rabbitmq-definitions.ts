import { apiHead, apiScript } from "../rabbitmq-api";

/**
 * What speaks with RabbitMQ's management API (https://www.rabbitmq.com/docs/definitions) and compares definitions: an Erlang script, because
 * RabbitMQ's image has a client of HTTP and a reader of JSON in Erlang alone. Its words: `export FILE`, `ready PORT`, `counts FILE`,
 * `scratch FROM TO USER PASSWORD_FILE`, `compare EXPECTED FOUND USER`, `restore FILE`. `ACCOUNTS` are those that consumers log in as.
 */
export const definitionsScript = String.raw`${apiHead}
%% Each kind of definition, and what names one of it.
kinds() ->
    [{<<"vhosts">>, [<<"name">>]},
     {<<"users">>, [<<"name">>]},
     {<<"permissions">>, [<<"vhost">>, <<"user">>]},
     {<<"topic_permissions">>, [<<"vhost">>, <<"user">>, <<"exchange">>]},
     {<<"parameters">>, [<<"vhost">>, <<"component">>, <<"name">>]},
     {<<"global_parameters">>, [<<"name">>]},
     {<<"policies">>, [<<"vhost">>, <<"name">>]},
     {<<"exchanges">>, [<<"vhost">>, <<"name">>]},
     {<<"queues">>, [<<"vhost">>, <<"name">>]},
     {<<"bindings">>, [<<"vhost">>, <<"source">>, <<"destination_type">>, <<"destination">>, <<"routing_key">>, <<"arguments">>]}].

command("export", [File]) -> write(File, api(get, "definitions"));
command("ready", [Port]) ->
    %% The API answers while definitions are still read; who speaks AMQP is let in after.
    _ = api(get, ["health/checks/port-listener/", Port]),
    ok;
command("counts", [File]) ->
    Definitions = read(File),
    Counts = [[$", Kind, $", $:, integer_to_binary(length(own(Kind, Definitions)))]
              || Kind <- [<<"queues">>, <<"exchanges">>, <<"bindings">>, <<"policies">>, <<"users">>, <<"vhosts">>]],
    Version = maps:get(<<"rabbitmq_version">>, Definitions, <<>>),
    io:put_chars(["\"engine\":\"rabbitmq\",\"version\":", json:encode(Version), ",\"rows\":{", lists:join($,, Counts), "}"]),
    ok;
command("scratch", [From, To, User, PasswordFile]) ->
    Definitions = read(From),
    Users = maps:get(<<"users">>, Definitions, []),
    write(To, Definitions#{<<"users">> => [visitor(User, password(PasswordFile)) | Users]});
command("compare", [Expected, Found, User]) ->
    Others = fun (Definitions) -> without(list_to_binary(User), Definitions) end,
    compare(Others(read(Expected)), Others(read(Found)));
command("restore", [File]) ->
    Present = api(get, "definitions"),
    Wanted = with_accounts(read(File), Present),
    Stale = [{Kind, One} || {Kind, _} <- kinds(), One <- own(Kind, Present), not lists:member(One, own(Kind, Wanted))],
    %% An import changes a policy, a user or a permission; it leaves alone what it would have to make again.
    Gone = [{Kind, One} || {Kind, One} <- Stale, not named(Kind, One, Wanted) orelse lists:member(Kind, [<<"queues">>, <<"exchanges">>])],
    refuse_full([One || {<<"queues">>, One} <- Gone]),
    Order = [<<"bindings">>, <<"queues">>, <<"exchanges">>, <<"policies">>, <<"parameters">>, <<"global_parameters">>,
             <<"topic_permissions">>, <<"permissions">>, <<"users">>, <<"vhosts">>],
    _ = [remove(Kind, One, Gone) || Next <- Order, {Kind, One} <- Gone, Kind =:= Next],
    _ = [lift(Kind, One, Wanted) || {Kind, One} <- Stale],
    ok = api(post, "definitions", maps:with([<<"rabbitmq_version">> | [Kind || {Kind, _} <- kinds()]], Wanted)),
    %% Whoever makes a virtual host is given all rights in it.
    _ = [remove(<<"permissions">>, One, []) || One <- own(<<"permissions">>, api(get, "definitions")), not named(<<"permissions">>, One, Wanted)],
    compare(Wanted, api(get, "definitions")).

%% What every server has of itself is no definition of a system's.
own(Kind, Definitions) -> [One || One <- maps:get(Kind, Definitions, []), not of_server(Kind, One)].
of_server(<<"exchanges">>, #{<<"name">> := <<"amq.", _/binary>>}) -> true;
of_server(<<"global_parameters">>, #{<<"name">> := Name}) -> lists:member(Name, [<<"internal_cluster_id">>, <<"cluster_tags">>, <<"cluster_name">>]);
of_server(_, _) -> false.

named(Kind, One, Definitions) ->
    {_, Keys} = lists:keyfind(Kind, 1, kinds()),
    lists:any(fun (Other) -> maps:with(Keys, Other) =:= maps:with(Keys, One) end, own(Kind, Definitions)).

label(Kind, One) ->
    {_, Keys} = lists:keyfind(Kind, 1, kinds()),
    Parts = [case maps:get(Key, One, <<>>) of Text when is_binary(Text) -> Text; Other -> json:encode(Other) end || Key <- Keys],
    unicode:characters_to_list(iolist_to_binary([Kind, ": ", lists:join(" ", Parts)])).

compare(Expected, Found) ->
    Wrong = [[label(Kind, One), case named(Kind, One, Found) of true -> " is another"; false -> " is missing" end]
             || {Kind, _} <- kinds(), One <- own(Kind, Expected), not lists:member(One, own(Kind, Found))]
        ++ [[label(Kind, One), " is there, the backup has none"]
            || {Kind, _} <- kinds(), One <- own(Kind, Found), not named(Kind, One, Expected)],
    case Wrong of
        [] -> ok;
        _ -> fail("~ts", [lists:join("\n", Wrong)])
    end.

%% The accounts that consumers log in as keep the passwords of today, and what they may do; in what was not there they may what they might.
with_accounts(Wanted, Present) ->
    Accounts = [list_to_binary(Name) || Name <- string:lexemes(os:getenv("ACCOUNTS"), " ")],
    {Own, _} = lists:partition(fun (#{<<"name">> := Name}) -> lists:member(Name, Accounts) end, maps:get(<<"users">>, Present, [])),
    Others = [User || #{<<"name">> := Name} = User <- maps:get(<<"users">>, Wanted, []), not lists:member(Name, Accounts)],
    Hosts = [Name || #{<<"name">> := Name} <- maps:get(<<"vhosts">>, Wanted, [])],
    Rights = fun (Kind) ->
        Of = fun (#{<<"user">> := User}) -> lists:member(User, Accounts) end,
        {Saved, Strangers} = lists:partition(Of, maps:get(Kind, Wanted, [])),
        Today = [One || #{<<"vhost">> := Vhost} = One <- lists:filter(Of, maps:get(Kind, Present, [])), lists:member(Vhost, Hosts)],
        Key = fun (One) -> maps:with([<<"vhost">>, <<"user">>, <<"exchange">>], One) end,
        Again = [One#{<<"user">> => Name} || One <- Saved, #{<<"name">> := Name} <- Own],
        lists:foldl(fun (One, Kept) ->
            case lists:any(fun (Other) -> Key(Other) =:= Key(One) end, Kept) of true -> Kept; false -> [One | Kept] end
        end, Today, Again) ++ Strangers
    end,
    Wanted#{<<"users">> => Own ++ Others, <<"permissions">> => Rights(<<"permissions">>), <<"topic_permissions">> => Rights(<<"topic_permissions">>)}.

without(Name, Definitions) ->
    Definitions#{<<"users">> => [User || #{<<"name">> := Other} = User <- maps:get(<<"users">>, Definitions, []), Other =/= Name]}.

visitor(User, Password) ->
    (hashed(Password))#{<<"name">> => list_to_binary(User), <<"tags">> => [<<"administrator">>], <<"limits">> => #{}}.

%% Messages are in no backup: what holds some is never removed.
refuse_full(Queues) ->
    case [label(<<"queues">>, Queue) || Queue <- Queues, is_full(Queue)] of
        [] -> ok;
        [Label | _] -> fail("~ts holds messages, and is not so in the backup: messages are in no backup, so consume or purge them first", [Label])
    end.
%% Figures are seconds old: the first message is asked for, and stays. What gives none away so, a stream for one, is judged by its figures.
is_full(#{<<"vhost">> := Vhost, <<"name">> := Name}) ->
    Path = ["queues/", part(Vhost), $/, part(Name)],
    Peek = #{<<"count">> => 1, <<"ackmode">> => <<"reject_requeue_true">>, <<"encoding">> => <<"auto">>, <<"truncate">> => 1},
    try api(post, [Path, "/get"], Peek) =/= []
    catch throw:{wrong, _} -> maps:get(<<"messages">>, api(get, Path), 0) > 0
    end.

remove(<<"bindings">>, #{<<"vhost">> := Vhost, <<"source">> := Source, <<"destination">> := Destination, <<"destination_type">> := Type} = One, Gone) ->
    Ends = [{<<"queues">>, Destination}, {<<"exchanges">>, Destination}, {<<"exchanges">>, Source}],
    %% It goes with what it binds.
    case [End || {Kind, Name} = End <- Ends, {Of, #{<<"vhost">> := In, <<"name">> := Named}} <- Gone, Of =:= Kind, In =:= Vhost, Named =:= Name] of
        [] ->
            Path = ["bindings/", part(Vhost), "/e/", part(Source), $/, binary:part(Type, 0, 1), $/, part(Destination)],
            Same = [Key || #{<<"properties_key">> := Key} = Other <- api(get, Path), maps:with(maps:keys(One), Other) =:= One],
            _ = [api(delete, [Path, $/, part(Key)]) || Key <- Same],
            ok;
        _ -> ok
    end;
remove(<<"queues">>, #{<<"vhost">> := Vhost, <<"name">> := Name} = One, _) ->
    %% Classic queues alone know the condition.
    Unless = case maps:get(<<"type">>, One, <<"classic">>) of <<"classic">> -> "?if-empty=true"; _ -> "" end,
    api(delete, ["queues/", part(Vhost), $/, part(Name), Unless]);
%% These are limits of the host, which are lifted there.
remove(<<"parameters">>, #{<<"component">> := <<"vhost-limits">>}, _) -> ok;
remove(<<"parameters">>, #{<<"component">> := <<"operator_policy">>, <<"vhost">> := Vhost, <<"name">> := Name}, _) ->
    api(delete, ["operator-policies/", part(Vhost), $/, part(Name)]);
remove(<<"parameters">>, #{<<"component">> := Component, <<"vhost">> := Vhost, <<"name">> := Name}, _) ->
    api(delete, ["parameters/", part(Component), $/, part(Vhost), $/, part(Name)]);
remove(<<"global_parameters">>, #{<<"name">> := Name}, _) -> api(delete, ["global-parameters/", part(Name)]);
remove(Kind, #{<<"user">> := User, <<"vhost">> := Vhost}, Gone) ->
    case [Name || {<<"users">>, #{<<"name">> := Name}} <- Gone, Name =:= User] of
        [] -> api(delete, [string:replace(Kind, "_", "-"), $/, part(Vhost), $/, part(User)]);
        _ -> ok
    end;
remove(Kind, #{<<"vhost">> := Vhost, <<"name">> := Name}, _) -> api(delete, [Kind, $/, part(Vhost), $/, part(Name)]);
remove(Kind, #{<<"name">> := Name}, _) -> api(delete, [Kind, $/, part(Name)]).

%% An import sets limits, and takes none away.
lift(Kind, #{<<"name">> := Name, <<"limits">> := Limits}, Wanted) when is_map(Limits) ->
    Kept = [maps:get(<<"limits">>, One, #{}) || #{<<"name">> := Other} = One <- own(Kind, Wanted), Other =:= Name],
    _ = [api(delete, [binary:part(Kind, 0, byte_size(Kind) - 1), "-limits/", part(Name), $/, part(Limit)])
         || [Wished] <- [Kept], is_map(Wished), Limit <- maps:keys(Limits), not maps:is_key(Limit, Wished)],
    ok;
lift(_, _, _) -> ok.

read(File) ->
    case file:read_file(File) of
        {ok, Text} ->
            try json:decode(Text)
            catch error:Reason -> fail("~ts is no JSON: ~0p", [File, Reason])
            end;
        {error, Reason} -> fail("~ts cannot be read: ~p", [File, Reason])
    end.
write(File, Definitions) -> ok = file:write_file(File, json:encode(Definitions)).
${apiScript}`;
