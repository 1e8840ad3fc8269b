import { apiHead, apiScript } from "./rabbitmq-api";

/** Beside the other files of a store's credentials. */
export const rabbitmqFile = "rabbitmq.escript";

/**
 * Gives a RabbitMQ its new account beside the one before, and takes that one away: an account has one password, so two take turns, with
 * the same rights. Its words: `apply`, `retire`. Either may run any number of times.
 *
 * @param folder where the passwords lie
 */
export function rabbitmqCredentials(folder: string): string {
  return `${apiHead}
command("apply", []) ->
    Current = variable("CURRENT_ROLE"),
    Known = [variable("PREVIOUS_ROLE"), variable("OWNER")],
    [Previous, Owner] = Known,
    %% Who rotated before this run may have come any far.
    enter([{Current, "current"}, {Previous, "previous"}, {Owner, "initial"}, {Owner, "current"}, {Owner, "previous"}]),
    ok = api(put, ["users/", part(Current)], (hashed(password("${folder}/current")))#{<<"tags">> => <<"administrator">>}),
    login(Current, "current"),
    _ = [ok = api(put, [Kind, $/, part(Vhost), $/, part(Current)], maps:without([<<"user">>, <<"vhost">>], One))
         || Kind <- ["permissions", "topic-permissions"],
            #{<<"user">> := User, <<"vhost">> := Vhost} = One <- api(get, Kind), lists:member(User, Known), User =/= Current],
    _ = api(get, "whoami"),
    say("Account ~ts of ~ts has its new password.", [Current, variable("API")]);
command("retire", []) ->
    Current = variable("CURRENT_ROLE"),
    login(Current, "current"),
    try _ = api(get, "whoami")
    catch throw:{wrong, Said} -> fail("The current password does not open ~ts, so the one before stays: ~ts", [variable("API"), Said])
    end,
    Known = [variable("PREVIOUS_ROLE"), variable("OWNER")],
    Retired = [Name || #{<<"name">> := Name} <- api(get, "users"), lists:member(Name, Known), Name =/= Current],
    %% The server ends its connections.
    _ = [ok = api(delete, ["users/", part(Name)]) || Name <- Retired],
    say("Account ~ts of ~ts opens nothing any more.", [hd(Known), variable("API")]).

enter([]) ->
    fail("None of the passwords that this deployment knows opens ~ts. They are the one in force, the one before and the one of the first start. "
         "Was the number under rotations lowered, or the password changed by hand? Then restore the number, or set the password by hand to the "
         "current one.", [variable("API")]);
enter([{Role, File} | Others]) ->
    login(Role, File),
    try _ = api(get, "whoami"), ok
    catch throw:{wrong, _} -> enter(Others)
    end.

login(Role, File) ->
    true = os:putenv("LOGIN", binary_to_list(Role)),
    true = os:putenv("PASSWORD_FILE", "${folder}/" ++ File).
variable(Name) -> list_to_binary(os:getenv(Name)).
say(Format, Arguments) -> io:put_chars([io_lib:format(Format, Arguments), $\\n]).

${apiScript}`;
}
