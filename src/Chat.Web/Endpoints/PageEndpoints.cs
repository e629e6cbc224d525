using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Nightshift.Chat.People;
using Nightshift.Chat.Replies;
using Nightshift.Chat.Service;
using Nightshift.Chat.Web.Components;
using Nightshift.Chat.Web.Feed;
using Nightshift.Chat.Web.Sessions;
using Nightshift.Runs;

namespace Nightshift.Chat.Web.Endpoints;

/// <summary>The page and what it calls: <c>/</c>, <c>/events</c>, <c>/say</c>, <c>/react</c>, <c>/complete</c>. A stranger sees only the login.</summary>
internal sealed class PageEndpoints(ChatService chat, PeopleDirectory people, WebFeed feed, WebSessions sessions, FragmentRenderer fragments, SecretMask mask, TimeProvider time)
{
    private const string Channel = "web";
    private const int LongestInteraction = 100;
    private const int LongestReason = 500;
    private const string Html = "text/html; charset=utf-8";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", PageAsync);
        routes.MapGet("/events", Events);
        routes.MapGet("/complete", CompleteAsync);
        routes.MapPost("/say", SayAsync);
        routes.MapPost("/react", ReactAsync);
    }

    private async Task<IResult> PageAsync(HttpContext context, string? token)
    {
        if (token is not null)
        {
            // The token leaves the address bar, so that it is not kept in the history or shown on a shared screen.
            if (sessions.TryLogin(context, token)) return Results.Redirect("/");
            return Results.Content(await fragments.RenderAsync<LoginPage>(new() { ["Message"] = "This token opens nothing. Take the link that the program printed last." }), Html, statusCode: 403);
        }

        var speakers = Speakers(context.Request);
        if (speakers.Count == 0) return Results.Content(await fragments.RenderAsync<LoginPage>([]), Html, statusCode: 401);
        return Results.Content(await fragments.RenderAsync<App>(new() { ["Entries"] = feed.Entries, ["Speakers"] = speakers, ["Viewers"] = new Viewers(speakers, people) }), Html);
    }

    private IResult Events(HttpContext context, CancellationToken cancellationToken) =>
        Speakers(context.Request).Count == 0 ? Results.StatusCode(401) : TypedResults.ServerSentEvents(FragmentsAsync(new Viewers(Speakers(context.Request), people), cancellationToken));

    /// <summary>First which start of the program this is, so that the page knows that it is connected, then each entry as <c>{"id":…,"html":…}</c>.</summary>
    private async IAsyncEnumerable<SseItem<string>> FragmentsAsync(Viewers viewers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<string>(feed.Life, "hello");
        yield return new SseItem<string>(time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), "clock");
        await foreach (var entry in feed.ReadAsync(cancellationToken)) yield return await ItemAsync(entry, viewers);
    }

    private async Task<SseItem<string>> ItemAsync(FeedEntry entry, Viewers viewers) =>
        new(JsonSerializer.Serialize(new { id = entry.Id, html = await fragments.RenderAsync<FeedEntryView>(new() { ["Entry"] = entry, ["Viewers"] = viewers }) }), "entry");

    private async Task<IResult> CompleteAsync(HttpContext context, string @as, string text, CancellationToken cancellationToken) =>
        Speaker(context.Request, @as) is { } person
            ? Results.Json((await chat.CompleteAsync(person.Id, text, cancellationToken)).Select(choice => new { text = choice.Text, help = choice.Help }))
            : Results.StatusCode(401);

    private async Task<IResult> SayAsync(HttpContext context, SayRequest request, CancellationToken cancellationToken)
    {
        if (!IsOurPage(context.Request) || Speaker(context.Request, request.As) is not { } person) return Results.StatusCode(401);
        if (request.Text is null) return Results.StatusCode(400);

        // A closed tab does not take a command back: it goes on without the request's token.
        var reply = await chat.SayAsync(person.Id, Channel, request.Text, CancellationToken.None);
        if (reply is Reply.Refusal) return Results.Json(new PageAnswer(await PrivatelyAsync(person, request.Text, reply)));

        feed.Put(new FeedEntry.Message(feed.NextId(), time.GetUtcNow(), person.Name, mask.Mask(request.Text)));
        if (reply is not Reply.Run) feed.Put(new FeedEntry.Answer(feed.NextId(), time.GetUtcNow(), reply));
        return Results.Json(new PageAnswer(null));
    }

    private async Task<IResult> ReactAsync(HttpContext context, ReactRequest request, CancellationToken cancellationToken)
    {
        if (!IsOurPage(context.Request) || Speaker(context.Request, request.As) is not { } person) return Results.StatusCode(401);
        if (!RunId.TryParse(request.Run, null, out var run) || !Enum.TryParse<Reaction>(request.Reaction, out var reaction) || !Enum.IsDefined(reaction) || request.Hash is null)
            return Results.StatusCode(400);
        if (request.Interaction is not { Length: <= LongestInteraction } || request.Reason?.Length > LongestReason) return Results.StatusCode(400);
        var press = new ReactionPress(reaction, request.Hash, request.Interaction, request.Reason, request.Step is { Length: > 0 } step ? new StepPath(step) : null);
        var answer = request.Interaction.StartsWith($"{feed.Life}.", StringComparison.Ordinal)
            ? await chat.ReactAsync(person.Id, run, press, CancellationToken.None)
            : await chat.RefuseAsync(person.Id, run, press, "this page is of an earlier start of the program; wait until it is live again, look, and press once more", CancellationToken.None);
        if (answer.Accepted)
        {
            feed.Put(new FeedEntry.Answer(feed.NextId(), time.GetUtcNow(), new Reply.Text($"{person.Name}: {answer.Sentence}")));
            return Results.Json(new PageAnswer(null));
        }

        return Results.Json(new PageAnswer(await PrivatelyAsync(person, $"{request.Reaction} run {run}", new Reply.Refusal(answer.Sentence))));
    }

    /// <summary>The question and its answer, for the one browser only.</summary>
    private async Task<string> PrivatelyAsync(Person person, string asked, Reply reply) =>
        await fragments.RenderAsync<FeedEntryView>(new() { ["Entry"] = new FeedEntry.Message(feed.NextId(), time.GetUtcNow(), $"{person.Name} (only you see this)", mask.Mask(asked)) })
        + await fragments.RenderAsync<FeedEntryView>(new() { ["Entry"] = new FeedEntry.Answer(feed.NextId(), time.GetUtcNow(), reply) });

    private IReadOnlyList<Person> Speakers(HttpRequest request) =>
        [.. sessions.PeopleOf(request).Select(people.Find).OfType<Person>()];

    private Person? Speaker(HttpRequest request, string? id) => Speakers(request).FirstOrDefault(person => person.Id.Value == id);

    /// <summary>A header that only a script of the same origin can set: no other site can make a browser speak here.</summary>
    private static bool IsOurPage(HttpRequest request) => request.Headers["X-Nightshift"] == "page";
}
