using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Nightshift.Chat.Web.Endpoints;

/// <summary>The style sheet and the scripts, from inside the assembly: there is no folder to deploy beside the program.</summary>
internal static class AssetEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        MapAsset(routes, "page.css", "text/css; charset=utf-8");
        MapAsset(routes, "page.js", "text/javascript; charset=utf-8");
        MapAsset(routes, "cards.js", "text/javascript; charset=utf-8");
    }

    private static void MapAsset(IEndpointRouteBuilder routes, string name, string contentType)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Nightshift.Chat.Web.Assets.{name}")
            ?? throw new InvalidOperationException($"the program lacks its asset {name}");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var bytes = content.ToArray();
        routes.MapGet($"/assets/{name}", () => Results.Bytes(bytes, contentType));
    }
}
