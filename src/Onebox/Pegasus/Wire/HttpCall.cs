namespace Nightshift.Onebox.Pegasus.Wire;

/// <summary>An HTTP request on the RPC port.</summary>
/// <param name="Path">Without the query, with its leading slash.</param>
/// <param name="Query">Parameters in their order; one without <c>=</c> has an empty value.</param>
internal sealed record HttpCall(string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Query, ReadOnlyMemory<byte> Body)
{
    /// <summary>The value of a parameter; null when it is not there.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in Query)
            {
                if (key == name)
                {
                    return value;
                }
            }

            return null;
        }
    }
}
