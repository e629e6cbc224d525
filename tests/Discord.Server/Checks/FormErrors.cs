using System.Text.Json.Nodes;
using Nightshift.Discord.Server.Rest;

namespace Nightshift.Discord.Server.Checks;

/// <summary>Collects what is wrong with a body and throws it as Discord does: code 50035 with a tree of `_errors` lists along the path.</summary>
internal sealed class FormErrors
{
    private readonly JsonObject _tree = [];

    public bool Any => _tree.Count > 0;

    /// <param name="path">Keys and indices from the body's root, joined by points: `embeds.0.fields`.</param>
    public void Add(string path, string code, string message)
    {
        var node = _tree;
        foreach (var key in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node[key] is not JsonObject child) node[key] = child = [];
            node = child;
        }

        if (node["_errors"] is not JsonArray list) node["_errors"] = list = [];
        list.Add(new JsonObject { ["code"] = code, ["message"] = message });
    }

    public void Required(string path) => Add(path, "BASE_TYPE_REQUIRED", "This field is required");

    public void TooLong(string path, int most) => Add(path, "BASE_TYPE_MAX_LENGTH", $"Must be {most} or fewer in length.");

    public void BadLength(string path, int least, int most) => Add(path, "BASE_TYPE_BAD_LENGTH", $"Must be between {least} and {most} in length.");

    public void NotOneOf(string path, string choices) => Add(path, "BASE_TYPE_CHOICES", $"Value must be one of ({choices}).");

    public void ThrowIfAny()
    {
        if (Any) throw new ApiException(400, ErrorCode.InvalidForm, "Invalid Form Body") { Errors = _tree };
    }
}
